//! The sign-in panel: settings, what the page was built for, and what went wrong last.

use seedferry_protocol::{
    AccountSettings, Cloud, ConsentView, PageEffect, Severity, SignInRequest, SignInView, Surroundings,
};

use super::{Effect, account::Account, page, upload::Ready};
use crate::sign_in::{
    CONSENT_GIVERS, ClientId, Config, PERMISSIONS, PlaceError, SIGN_IN_PERMISSION, Tenant, consent_link,
    known_everywhere, read, write,
};

/// Why a page in one file has no sign-in.
const ABSENT: &str = "This is Seedferry in one file. Its policy forbids every request, so that nothing can leave this \
                      computer, and sign-in needs requests. Use a Seedferry on a web server to sign in and upload, or \
                      save the JSON here and take it to Graph Explorer";

/// The panel. Settings stay when it is closed.
#[derive(Default)]
pub(super) struct SignIn {
    open: bool,
    /// The cloud that the page was built for, as it said when it started.
    built: Cloud,
    /// What the page found out, once it has.
    around: Option<Surroundings>,
    note: Option<String>,
    /// The host forbids the wider permission for people's tokens.
    narrow_only: bool,
    /// What was wrong with presets and kept settings.
    refused: Vec<(Severity, String)>,
    settings: AccountSettings,
    window: bool,
    failure: Option<String>,
}

impl SignIn {
    /// Whether the sign-in window is waited for.
    pub(super) fn window(&self) -> bool {
        self.window
    }

    /// The cloud that the page was built for.
    pub(super) fn cloud(&self) -> Cloud {
        self.around.as_ref().map_or(self.built, |around| around.cloud)
    }

    /// The page says which cloud it was built for.
    pub(super) fn built_for(&mut self, cloud: Cloud) -> Vec<Effect> {
        self.built = cloud;
        Vec::new()
    }

    /// Whether the wider permission for people's tokens may be asked for.
    pub(super) fn allows_wide(&self) -> bool {
        !self.narrow_only
    }

    /// Opens or closes the panel.
    pub(super) fn choose(&mut self, open: bool) {
        (self.open, self.failure) = (open, None);
    }

    /// The panel learns where it is. What it learnt before stays as the user may have edited it since.
    pub(super) fn prepared(&mut self, around: Surroundings) {
        if self.around.is_none() {
            self.preset(&around);
        }
        self.around = Some(around);
    }

    /// Takes edited settings, and has them kept or forgotten as the user wants.
    pub(super) fn change(&mut self, settings: AccountSettings) -> Vec<Effect> {
        let before = core::mem::replace(&mut self.settings, settings);
        self.failure = None;
        match (before.keep, self.settings.keep) {
            (_, true) => vec![page(PageEffect::KeepAccountSettings(Some(write(&self.settings))))],
            (true, false) => vec![page(PageEffect::KeepAccountSettings(None))],
            (false, false) => Vec::new(),
        }
    }

    pub(super) fn window_opened(&mut self) {
        (self.window, self.failure) = (true, None);
    }

    pub(super) fn window_closed(&mut self) {
        self.window = false;
    }

    /// A token is here. With the first one the panel has done its work.
    pub(super) fn succeeded(&mut self, first: bool) {
        (self.window, self.failure) = (false, None);
        self.open &= !first;
    }

    pub(super) fn failed(&mut self, why: String) {
        (self.window, self.failure) = (false, Some(why));
    }

    /// The panel, if it is open.
    pub(super) fn view(&self, account: Option<&Account>, ready: &Ready) -> Option<SignInView> {
        let (client, tenant) = self.place();
        let around = self.around.as_ref();
        self.open.then(|| SignInView {
            absent: around.filter(|around| !around.offered).map(|_| ABSENT.to_owned()),
            settings: self.settings.clone(),
            client_problem: said(&client).filter(|_| !self.settings.client_id.trim().is_empty()),
            tenant_problem: said(&tenant),
            note: self.note.clone(),
            remarks: self.remarks(),
            request: self.request(&client, &tenant),
            window: self.window,
            failure: self.failure.clone(),
            ready: account
                .map(|account| ready.lines(account, self.consent_link(account), self.cloud()))
                .unwrap_or_default(),
            consent: self.consent(account, &client, &tenant),
            redirect_uri: around.map(|around| around.redirect_uri.clone()).unwrap_or_default(),
        })
    }

    fn place(&self) -> (Result<ClientId, PlaceError>, Result<Tenant, PlaceError>) {
        (ClientId::parse(&self.settings.client_id), Tenant::parse(&self.settings.tenant))
    }

    fn request(
        &self,
        client: &Result<ClientId, PlaceError>,
        tenant: &Result<Tenant, PlaceError>,
    ) -> Option<SignInRequest> {
        let around = self.around.as_ref()?;
        let (client, tenant) = (client.as_ref().ok()?, tenant.as_ref().ok()?);
        let ready = around.offered && around.trouble.is_none() && around.cloud == self.settings.cloud;
        ready.then(|| SignInRequest {
            client_id: client.to_string(),
            authority: tenant.authority(around.cloud),
            scopes: vec![around.cloud.scope(SIGN_IN_PERMISSION)],
        })
    }

    /// The link by which an administrator of the account's tenant consents for all.
    pub(super) fn consent_link(&self, account: &Account) -> Option<String> {
        let (client, tenant) = self.place();
        self.consent(Some(account), &client, &tenant).map(|consent| consent.link)
    }

    /// The tenant of the account that is signed in comes before the one in the settings, which may be any.
    fn consent(
        &self,
        account: Option<&Account>,
        client: &Result<ClientId, PlaceError>,
        tenant: &Result<Tenant, PlaceError>,
    ) -> Option<ConsentView> {
        let around = self.around.as_ref().filter(|around| around.offered)?;
        let own = account.and_then(|account| Tenant::parse(account.tenant()).ok());
        let tenant = own.as_ref().or(tenant.as_ref().ok())?;
        let client = client.as_ref().ok()?;
        let link = |permissions: &[&str]| {
            consent_link(around.cloud, tenant, client, &around.redirect_uri, permissions)
        };
        Some(ConsentView {
            link: link(&PERMISSIONS),
            without_new: link(&known_everywhere()),
            givers: CONSENT_GIVERS.to_owned(),
            permissions: PERMISSIONS.map(str::to_owned).to_vec(),
        })
    }

    /// The user's own settings come before what the host presets.
    fn preset(&mut self, around: &Surroundings) {
        let host = around.config.as_deref().map(read).transpose().unwrap_or_else(|error| {
            let text = format!("config.json beside this page was refused: {error}. It presets nothing");
            self.refused.push((Severity::Error, text));
            None
        });
        let own = around.kept.as_deref().map(read).transpose().unwrap_or_else(|_| {
            let text = "The settings kept in this browser cannot be read any more. Type them again";
            self.refused.push((Severity::Warning, text.to_owned()));
            None
        });
        self.settings = settings(own.as_ref(), host.as_ref(), around.cloud);
        self.narrow_only = host.as_ref().is_some_and(|host| host.wide_permission == Some(false));
        self.note = host.and_then(|host| host.note);
    }

    fn remarks(&self) -> Vec<(Severity, String)> {
        let Some(around) = &self.around else {
            return vec![(Severity::Note, "Getting Microsoft's sign-in library".to_owned())];
        };
        let trouble = around.trouble.clone().map(|text| (Severity::Error, text));
        let cloud = cloud_remark(around.cloud, self.settings.cloud);
        trouble.into_iter().chain(self.refused.iter().cloned()).chain(cloud).collect()
    }
}

/// What is to be known of the chosen cloud, in a page that was built for `built`.
fn cloud_remark(built: Cloud, chosen: Cloud) -> Option<(Severity, String)> {
    let text = if built != chosen {
        format!(
            "This page was built for the cloud {}, and its policy lets it reach no other. For {} use a page that was \
             built with cargo xtask dist --cloud {}",
            built.words(),
            chosen.words(),
            chosen.name(),
        )
    } else if built.offers_tokens() {
        return None;
    } else {
        format!(
            "Microsoft does not offer its API for hardware tokens in the cloud {}: you can sign in and look at the \
             policy, but tokens can be uploaded there only as CSV in the Entra admin center",
            built.words()
        )
    };
    Some((Severity::Warning, text))
}

fn settings(own: Option<&Config>, host: Option<&Config>, built: Cloud) -> AccountSettings {
    let configs = || own.into_iter().chain(host);
    let client_id = configs().find_map(|config| config.client_id.as_ref());
    let tenant = configs().find_map(|config| config.tenant.as_ref());
    AccountSettings {
        client_id: client_id.map(ToString::to_string).unwrap_or_default(),
        tenant: tenant.map(ToString::to_string).unwrap_or_default(),
        cloud: configs().find_map(|config| config.cloud).unwrap_or(built),
        keep: own.is_some(),
    }
}

fn said<T>(place: &Result<T, PlaceError>) -> Option<String> {
    place.as_ref().err().map(ToString::to_string)
}
