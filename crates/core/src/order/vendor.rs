//! Vendors of tokens: what is particular in how each takes an order. A new vendor is a new entry here.

use seedferry_protocol::TargetFormat;

/// What is particular about a vendor.
pub(super) struct Vendor {
    /// Its name.
    pub(super) name: &'static str,
    /// The vendor's own pages, what is needed first: words and address.
    pub(super) links: &'static [(&'static str, &'static str)],
    /// How the order is found.
    pub(super) find: &'static str,
    /// One of these names the order.
    pub(super) numbers: &'static str,
    /// Whom to ask when the order is not found.
    pub(super) ask: &'static str,
    /// How it is shown that the tokens arrived.
    pub(super) verify: &'static str,
    /// The formats on the order form.
    pub(super) formats: &'static [TargetFormat],
    /// Which of them is best for Entra: the one that says the most of a token.
    pub(super) best: TargetFormat,
    /// What happens to a public key that was cut off.
    pub(super) cut_key: &'static str,
    /// Whether the vendor keeps a password or a key for the next order, and whether to let it.
    pub(super) keeping: &'static str,
    /// What is particular in downloading the file.
    pub(super) download: &'static str,
    /// What to do when the file is empty or does not open.
    pub(super) no_luck: &'static str,
    /// What happens to a request.
    pub(super) request: &'static str,
    /// How the download is confirmed.
    pub(super) confirm: &'static str,
    /// What is needed for that.
    pub(super) confirm_at_hand: &'static str,
}

/// All that are known, and one for all others.
pub(super) const ALL: [Vendor; 2] = [
    Vendor {
        name: "Deepnet Security (SafeID)",
        links: &[
            (
                "Open Deepnet's page for seed file requests",
                "https://services.deepnetsecurity.com/csp/SeedFileRequests",
            ),
            (
                "Open Deepnet's description of the request",
                "https://wiki.deepnetsecurity.com/display/SafeID/How+to+request+token+seed+or+secret+file",
            ),
        ],
        find: "Open the vendor's page for seed file requests and look the order up.",
        numbers: "One number: purchase order, invoice or shipment. And the business e-mail address that the vendor knows",
        ask: "If nothing is found, number and address do not belong together. Ask your purchasing department which address placed the order, or the reseller if one was between; then your account manager at Deepnet, or delivery@deepnetsecurity.com, with the number of the order.",
        verify: "The page lists the shipments of the order: take all of them, or tick only the shipments whose seeds you want now. For each one that you take, type the serial number of any token in it. It is printed on the back.",
        formats: &TargetFormat::ALL,
        best: TargetFormat::EntraJson,
        cut_key: "A key that was cut off comes back as an empty file.",
        keeping: "Save Password and Save PGP Key on the form keep them in your account at Deepnet for the next order. A public key is no secret and may stay there, as long as you have the private one. A password is better made anew for each order.",
        download: "The page behind the link asks for the password before it hands out the file. The zip inside asks for the same one again: this is intended.",
        no_luck: "If the file is empty, the public key that the vendor has is damaged. If the password does not open it, look for signs that the vendor's page may have changed. In both cases ask for a new file, with a new password or the whole key.",
        request: "The vendor checks each request by hand before it answers. That takes from hours to a working day or two, and somebody may call you back.",
        confirm: "Press Confirm in the vendor's e-mail or on the download page, so that the vendor deletes the file and the link.",
        confirm_at_hand: "The vendor's e-mail, and all tokens in the table here",
    },
    Vendor {
        name: "Another vendor",
        links: &[],
        find: "Look in the delivery papers or the vendor's support pages for how seed files are requested: a form, a portal or an e-mail to support.",
        numbers: "The number of the order or invoice, the serial numbers, and the e-mail address that the vendor knows",
        ask: "If the vendor does not know you, ask whoever placed the order, or the reseller.",
        verify: "Most vendors want proof that you have the tokens: serial numbers of some of them, or of the first and the last one in the box.",
        formats: &[
            TargetFormat::EntraCsv,
            TargetFormat::Pskc,
            TargetFormat::PskcPassphrase,
            TargetFormat::CustomCsv,
        ],
        best: TargetFormat::Pskc,
        cut_key: "From a key that was cut off no file can be made that you can open.",
        keeping: "If the vendor offers to keep your public key for the next order, it may: it is no secret. A password is better made anew for each order.",
        download: "If the page behind the link asks for a password, look whether the vendor sent one by another way.",
        no_luck: "If the file is empty or does not open, ask for a new one, with a new password of plain letters and digits, or with the whole public key.",
        request: "Many vendors check a request by hand before they answer. That can take some working days.",
        confirm: "Tell the vendor that the file arrived and opens, and ask that it be deleted there.",
        confirm_at_hand: "The address that you wrote to, and all tokens in the table here",
    },
];
