//! The guide through Graph Explorer: which steps there are, what each says, and which were ticked.

use std::collections::{BTreeSet, HashSet};

use seedferry_protocol::{Cloud, ExportView, GuideItem, GuideStep, GuideStepView, GuideView, TargetFormat};

use super::{Effect, Model};
use crate::{
    diagnostic::counted,
    graph::explorer,
    token::{SerialNumber, Token},
};

/// Where users register their token themselves.
const SECURITY_INFO: &str = "https://mysignins.microsoft.com/security-info";

/// Whether the guide is open, and what was ticked. The ticks outlast leaving it.
#[derive(Default)]
pub(super) struct Guide {
    open: bool,
    done: BTreeSet<GuideStep>,
    created: Created,
}

/// Tokens in bodies that Graph Explorer took, as the user ticked. They are known by their serial numbers, so that they
/// stay known however the bodies are made later.
#[derive(Default)]
pub(super) struct Created(HashSet<SerialNumber>);

impl Created {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the token is among them.
    pub(super) fn has(&self, token: &Token) -> bool {
        token.serial.as_ref().is_some_and(|serial| self.0.contains(serial))
    }
}

/// Why there is no guide, where there is none.
pub(super) fn absence(cloud: Cloud) -> Option<String> {
    (!cloud.offers_tokens()).then(|| {
        format!(
            "Graph Explorer, and Microsoft's API for hardware tokens, exist in the global cloud alone. In the cloud {} \
             take Entra CSV instead and upload it in the Entra admin center.",
            cloud.words()
        )
    })
}

impl Guide {
    /// What was ticked of the bodies.
    pub(super) fn created(&self) -> &Created {
        &self.created
    }

    /// Notes that these tokens are created, or that they are not after all.
    pub(super) fn note_created(&mut self, serials: Vec<SerialNumber>, done: bool) {
        for serial in serials {
            if done {
                self.created.0.insert(serial);
            } else {
                self.created.0.remove(&serial);
            }
        }
    }

    /// The guide for an export, if it is open. `idle` is after how many minutes an idle page is wiped.
    pub(super) fn view(
        &self,
        export: &ExportView,
        serials: impl FnOnce() -> Vec<String>,
        idle: Option<u32>,
    ) -> Option<GuideView> {
        let step = |(step, title, items): (GuideStep, &str, Vec<GuideItem>)| GuideStepView {
            step,
            title: title.to_owned(),
            done: self.done.contains(&step),
            items,
        };
        let guided = self.open && export.target == TargetFormat::EntraJson;
        guided.then(|| GuideView { steps: steps(export, serials(), idle).into_iter().map(step).collect() })
    }
}

/// The part of [`Model`] that keeps the guide.
impl Model {
    pub(super) fn choose_guide(&mut self, open: bool) -> Vec<Effect> {
        self.guide.open = open && self.export.is_some() && absence(self.sign_in.cloud()).is_none();
        Vec::new()
    }

    pub(super) fn tick_step(&mut self, step: GuideStep, done: bool) -> Vec<Effect> {
        if done {
            self.guide.done.insert(step);
        } else {
            self.guide.done.remove(&step);
        }
        Vec::new()
    }

    /// Text without seeds was copied from the guide: it takes the place of seeds that were on the clipboard.
    pub(super) fn text_copied(&mut self, written: bool) -> Vec<Effect> {
        if written {
            self.clipboard = None;
            self.news.note("Copied. It holds no seeds");
        } else {
            self.news.warn("The browser did not let the page use the clipboard. Select the text and copy it");
        }
        Vec::new()
    }
}

type Step = (GuideStep, &'static str, Vec<GuideItem>);

fn steps(export: &ExportView, serials: Vec<String>, idle: Option<u32>) -> Vec<Step> {
    vec![
        (GuideStep::SignIn, "Sign in to Graph Explorer", sign_in()),
        (GuideStep::Request, "Choose PATCH, beta and the URL", request()),
        (GuideStep::Permission, "Consent to the permission", permission(idle)),
        (GuideStep::Bodies, "Paste the body and run", bodies(export.parts.len())),
        (GuideStep::Answer, "Read the answer", answer()),
        (GuideStep::Inventory, "Check the inventory", inventory(serials, export.going)),
        (GuideStep::CleanUp, "Take the seeds away again", clean_up()),
        (GuideStep::Users, "Tell users how to register", users()),
        (GuideStep::Vendor, "Confirm the download", vendor()),
    ]
}

fn sign_in() -> Vec<GuideItem> {
    vec![
        link("Open Graph Explorer", explorer::PAGE.to_owned()),
        text("Sign in there with an account that has the role Authentication Policy Administrator."),
        warning("Sign in before you paste. Without it Graph Explorer sends the body to a sandbox proxy."),
    ]
}

fn request() -> Vec<GuideItem> {
    vec![
        link("Open with PATCH and URL filled in", explorer::upload_link()),
        text("Or choose PATCH and beta yourself and paste the URL. The link never carries the body."),
        copy("URL", explorer::devices_url()),
    ]
}

fn permission(idle: Option<u32>) -> Vec<GuideItem> {
    let mut items = vec![
        text("Open Modify permissions. If it lists nothing, press Open the permissions panel and search."),
        copy("permission name", explorer::PERMISSION.to_owned()),
        text("Press Consent. If it is consented already, go on."),
        text(
            "If you may not consent, somebody else has to, once. Either a Global Administrator or Privileged Role Administrator signs in to Graph Explorer, presses Consent and ticks Consent on behalf of your organization. Or in the Entra admin centre: Enterprise applications, Graph Explorer, Permissions, Grant admin consent.",
        ),
        copy("text for the administrator", consent_request()),
    ];
    items.extend(idle.map(|minutes| {
        GuideItem::Warning(format!(
            "This page is wiped after {} in which nobody uses it, also while you are in another tab. If you have to wait for somebody, choose Wipe after 1 h idle or Never wipe when idle at the top of this page first.",
            counted(minutes, "minute")
        ))
    }));
    items
}

fn consent_request() -> String {
    let (app, permission) = (explorer::APP_ID, explorer::PERMISSION);
    format!(
        "Please grant admin consent so that I can register hardware OATH tokens in Microsoft Entra ID.\n\nApplication: Graph Explorer, {app}\nPermission: {permission} (delegated, Microsoft Graph)\n\nAs a Global Administrator or Privileged Role Administrator do one of these:\n1. Sign in to {page}, open Modify permissions, press Consent at this permission and tick Consent on behalf of your organization.\n2. In the Entra admin centre open Enterprise applications, Graph Explorer, Permissions, and press Grant admin consent.\n",
        page = explorer::PAGE,
    )
}

fn bodies(count: usize) -> Vec<GuideItem> {
    let mut items = vec![text(
        "Press Copy here. In Graph Explorer open Request body, replace what is there with the body, and press Run query.",
    )];
    if count > 1 {
        let order = format!(
            "There are {count} bodies. Hand them over one after another, wait for each answer before the next, and tick each body that was answered with 200 or 201."
        );
        items.push(GuideItem::Text(order));
    }
    items.push(GuideItem::Bodies);
    items.push(warning("Do not open Code snippets while the body is there: it holds the seeds."));
    items
}

fn answer() -> Vec<GuideItem> {
    vec![
        text(
            "200 or 201 proves that Entra took the request. It does not prove that every token was created: single tokens can be refused in a request that was taken. The inventory tells.",
        ),
        text("401 or 403: the permission or your role is missing. 400: read the message in the answer."),
        text(
            "413: the body is too large. Choose a smaller size under Split into bodies above. What you ticked there stays in a body of its own, and only the others are split anew.",
        ),
        text(
            "No answer: the tokens may have been created all the same. Look at the inventory before you run the body again, and tick it if they are there. If only some are there, select in the table those that the inventory lacks, and tick Only the selected tokens in the export.",
        ),
    ]
}

fn inventory(serials: Vec<String>, total: u32) -> Vec<GuideItem> {
    let mut items = vec![
        link("Open with the request for the inventory", explorer::inventory_link()),
        text(
            "Press Run query and look for the serial numbers below. A long inventory comes in pages: if the answer has @odata.nextLink, run the address that stands there as the next request.",
        ),
        text(
            "If some are missing, take the tick of their body back, select them in the table, tick Only the selected tokens in the export, and hand these over alone.",
        ),
    ];
    let ends = [("first", serials.first()), ("last", serials.last().filter(|_| serials.len() > 1))];
    for (which, serial) in ends {
        let look =
            |serial: &String| link(&format!("Look for the {which}, {serial}"), explorer::serial_link(serial));
        items.extend(serial.map(look));
    }
    let listed = serials.into_iter().take(ExportView::LISTED).collect();
    items.push(GuideItem::Serials { listed, total });
    items
}

fn clean_up() -> Vec<GuideItem> {
    vec![
        text(
            "In Graph Explorer open History and delete the PATCH requests: it keeps them in this browser for 30 days, with the seeds.",
        ),
        text(
            "Clear the clipboard: Leave the guide does that. Windows keeps copies in its clipboard history: press Win+V and delete them there. Delete files that you saved.",
        ),
    ]
}

fn users() -> Vec<GuideItem> {
    vec![
        text("Users register their token themselves: Security info, Add sign-in method, Hardware token."),
        copy("text for users", invitation()),
    ]
}

fn invitation() -> String {
    format!(
        "Please register your hardware token:\n1. Open {SECURITY_INFO} and sign in.\n2. Press Add sign-in method and choose Hardware token.\n3. Enter the serial number that is printed on the token, and a name for it.\n4. Enter the code that the token shows.\n"
    )
}

fn vendor() -> Vec<GuideItem> {
    vec![text(
        "When the inventory is complete, confirm the download in the vendor's e-mail, so that the vendor deletes the link.",
    )]
}

fn text(text: &str) -> GuideItem {
    GuideItem::Text(text.to_owned())
}

fn warning(text: &str) -> GuideItem {
    GuideItem::Warning(text.to_owned())
}

fn link(label: &str, href: String) -> GuideItem {
    GuideItem::Link { label: label.to_owned(), href }
}

fn copy(label: &str, text: String) -> GuideItem {
    GuideItem::Copy { label: label.to_owned(), text }
}
