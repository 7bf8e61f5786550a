//! The steps from tokens without seeds to an open seed file, in plain words.

use std::collections::BTreeSet;

use seedferry_protocol::{
    GuideItem, OrderGuideView, OrderItem, OrderPlace, OrderStep, OrderStepView, TargetFormat, TargetGroup,
};

use super::vendor::{self, Vendor};

/// The guide for a vendor, by its place among those that are known.
pub(crate) fn view(chosen: u32, done: &BTreeSet<OrderStep>) -> OrderGuideView {
    let known = usize::try_from(chosen).ok().and_then(|place| vendor::ALL.get(place));
    let (vendor, place) = known.map_or((&vendor::ALL[0], 0), |vendor| (vendor, chosen));
    let steps = steps(vendor).into_iter().map(|(step, title, at_hand, items)| OrderStepView {
        step,
        title: title.to_owned(),
        at_hand: at_hand.to_owned(),
        done: done.contains(&step),
        items,
    });
    OrderGuideView {
        vendors: vendor::ALL.iter().map(|vendor| vendor.name.to_owned()).collect(),
        vendor: place,
        steps: steps.collect(),
    }
}

/// Which, its title, what to have at hand, and what is in it.
type Step = (OrderStep, &'static str, &'static str, Vec<OrderItem>);

fn steps(vendor: &Vendor) -> Vec<Step> {
    vec![
        (OrderStep::Find, "Find the order", vendor.numbers, find(vendor)),
        (
            OrderStep::Verify,
            "Show that you have the tokens",
            "One token of each shipment whose seeds you want",
            vec![say(vendor.verify)],
        ),
        (
            OrderStep::Files,
            "Choose one file or several",
            "For each shipment: the office or tenant that its tokens are for",
            files(),
        ),
        (
            OrderStep::Encryption,
            "Choose how the file is encrypted",
            "Your password manager, what your company's rules say of encryption, and for a PGP key a folder where its file stays",
            encryption(vendor),
        ),
        (
            OrderStep::Format,
            "Choose the format",
            "The names of the systems that the tokens are for: Microsoft Entra ID, or others",
            formats(vendor),
        ),
        (
            OrderStep::Request,
            "Send the request and wait",
            "The password or the whole block of the public key, and the e-mail address and telephone number under which you are reached",
            request(vendor),
        ),
        (
            OrderStep::Mail,
            "Receive the e-mail",
            "The mailbox of the address that is in the request, and its junk mail",
            mail(),
        ),
        (OrderStep::Download, "Download the file", "The password, if you chose one", download(vendor)),
        (
            OrderStep::Open,
            "Open it here",
            "The file as it came, the password, and the file with your private key and its passphrase",
            open(vendor),
        ),
        (OrderStep::Confirm, "Confirm the download", vendor.confirm_at_hand, confirm(vendor)),
    ]
}

fn find(vendor: &Vendor) -> Vec<OrderItem> {
    let link = |(label, href): &(&str, &str)| {
        OrderItem::Say(GuideItem::Link { label: (*label).to_owned(), href: (*href).to_owned() })
    };
    let mut items = vec![say(vendor.find)];
    items.extend(vendor.links.iter().map(link));
    items.push(say(vendor.ask));
    items
}

fn files() -> Vec<OrderItem> {
    vec![
        choices(&[
            ("One file for all", "Right for most. Everything is opened and uploaded in one go."),
            (
                "One file per shipment",
                "When shipments belong to different offices or tenants, or are handed to different people.",
            ),
        ]),
        say(
            "Several files can be opened here together; they join into one table, and each token keeps the name of its file.",
        ),
    ]
}

fn encryption(vendor: &Vendor) -> Vec<OrderItem> {
    vec![
        choices(&[
            ("Password", "A zip with a password. Right when one person orders and opens the file soon."),
            (
                "PGP key",
                "Two files that belong together, made here: the vendor encrypts with the public one, and only the private one, which you keep, opens the file. No password has to be typed into the vendor's page. Right when your rules ask for it.",
            ),
            (
                "Both",
                "Two locks. Right when the file is kept for long. Both are needed to open it, so both can be lost.",
            ),
        ]),
        OrderItem::Lead(OrderPlace::Password),
        OrderItem::Lead(OrderPlace::Key),
        warn(
            "Keep the password, or the private key and its passphrase, before you send the form. Nobody can open the file without them, neither the vendor nor this page.",
        ),
        say(
            "When the form asks for the PGP key, paste the whole block of the public key, with its first and last line.",
        ),
        say(vendor.cut_key),
        say(vendor.keeping),
    ]
}

fn formats(vendor: &Vendor) -> Vec<OrderItem> {
    let row = |format: &TargetFormat| (format.name().to_owned(), purpose(*format).to_owned());
    let ordered = vendor.formats.iter().filter(|format| format.group() != TargetGroup::Own);
    vec![
        say(&format!(
            "Any of them will do: this page opens each and turns it into any other. For Entra, take {}.",
            vendor.best.name()
        )),
        OrderItem::Choices(ordered.map(row).collect()),
        say(
            "Custom CSV asks for three things. Fields: take at least the serial number and the seed, better also interval, hash function and digits. Header row: yes, so that each column says what it is. Encoding of the seed: Base32 or hexadecimal, both are read here; of the file: UTF-8.",
        ),
    ]
}

/// What a format on the order form is for.
fn purpose(format: TargetFormat) -> &'static str {
    match format {
        TargetFormat::EntraJson => {
            "Microsoft Entra ID through Graph. Says the hash function, so SHA-256 tokens work."
        }
        TargetFormat::EntraCsv => "The older upload page of Entra, which takes SHA-1 tokens with six digits.",
        TargetFormat::DualShield => "Deepnet's DualShield server.",
        TargetFormat::DuoCsv => "Cisco Duo: one file per type and number of digits.",
        TargetFormat::OktaCsv => "Okta, for a script that enrols the tokens.",
        TargetFormat::SalesforceCsv => "Salesforce, for its data loader.",
        TargetFormat::SafeIdCsv => "Deepnet's SafeID Token Service.",
        TargetFormat::Pskc => {
            "Any server that reads RFC 6030, such as privacyIDEA or LinOTP. Seeds are in clear inside the file."
        }
        TargetFormat::PskcKey => "The same, each seed encrypted with a key that you and the vendor have.",
        TargetFormat::PskcPassphrase => "The same, each seed encrypted with a passphrase.",
        TargetFormat::CustomCsv => "Anything else: a table with the columns that you name.",
        TargetFormat::BatchFile => "Going on here later. No vendor makes it.",
    }
}

fn request(vendor: &Vendor) -> Vec<OrderItem> {
    vec![
        say(
            "Read the summary once more: the right shipments, the right encryption, the right e-mail address. Then send it.",
        ),
        say(vendor.request),
    ]
}

fn mail() -> Vec<OrderItem> {
    vec![
        say(
            "It holds a link, or the file itself. If you asked for separate files, several e-mails come, one for each.",
        ),
        say(
            "If none comes, look among the junk mail, and check that the address was that of a mailbox that you can read.",
        ),
    ]
}

fn download(vendor: &Vendor) -> Vec<OrderItem> {
    vec![
        say(vendor.download),
        say(
            "Save it somewhere that is not synchronised or backed up. Leave it as it is: do not unpack it, and do not rename it.",
        ),
    ]
}

fn open(vendor: &Vendor) -> Vec<OrderItem> {
    vec![
        OrderItem::Open,
        say(
            "This page asks for what it needs, one lock after the other. A message names the key that it is for; a key made here has that id in the name of its file.",
        ),
        OrderItem::Lead(OrderPlace::Examine),
        say(vendor.no_luck),
    ]
}

fn confirm(vendor: &Vendor) -> Vec<OrderItem> {
    vec![
        say("First see that all tokens are in the table, and upload or save what you need."),
        say(vendor.confirm),
        say("Then delete the downloaded file, and empty the bin."),
    ]
}

fn say(text: &str) -> OrderItem {
    OrderItem::Say(GuideItem::Text(text.to_owned()))
}

fn warn(text: &str) -> OrderItem {
    OrderItem::Say(GuideItem::Warning(text.to_owned()))
}

fn choices(rows: &[(&str, &str)]) -> OrderItem {
    OrderItem::Choices(rows.iter().map(|(name, what)| ((*name).to_owned(), (*what).to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(vendor: u32, shown: u32, links: usize, formats: usize, best: &str) {
        let guide = view(vendor, &BTreeSet::from([OrderStep::Mail]));
        assert_eq!(guide.vendor, shown);
        let ticked: Vec<_> = guide.steps.iter().filter(|step| step.done).map(|step| step.step).collect();
        assert_eq!(ticked, [OrderStep::Mail]);
        let items: Vec<&OrderItem> = guide.steps.iter().flat_map(|step| &step.items).collect();
        let is_link = |item: &&&OrderItem| matches!(item, OrderItem::Say(GuideItem::Link { .. }));
        assert_eq!(items.iter().filter(is_link).count(), links);
        for place in [OrderPlace::Key, OrderPlace::Password, OrderPlace::Examine] {
            assert!(items.contains(&&OrderItem::Lead(place)));
        }
        let listed = guide.steps.iter().find(|step| step.step == OrderStep::Format).unwrap();
        let rows = listed.items.iter().find_map(|item| match item {
            OrderItem::Choices(rows) => Some(rows.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>()),
            _ => None,
        });
        let (rows, text) = (rows.unwrap(), format!("{guide:?}"));
        assert_eq!(rows.len(), formats);
        assert!(rows.contains(&best) && text.contains(&format!("For Entra, take {best}.")), "{best}");
        assert_eq!(guide.steps.len(), 10);
        for step in &guide.steps {
            assert!(!step.at_hand.is_empty() && !step.at_hand.ends_with('.'), "{}", step.title);
        }
        // What one vendor does is said of no other.
        for own in [
            "comes back as an empty file",
            "asks for the same one again",
            "vendor's page may have changed",
            "tick only the shipments",
            "Save PGP Key",
        ] {
            assert_eq!(text.contains(own), shown == 0, "{own}");
        }
    }

    #[test]
    fn the_steps_follow_the_vendor() {
        check(0, 0, 2, 11, "Entra MFA JSON");
        check(1, 1, 0, 4, "PSKC, plain text");
        check(99, 0, 2, 11, "Entra MFA JSON");
    }
}
