//! What the journeys share: signing in, and the opening of a seed file.

#![allow(clippy::unwrap_used, reason = "a test outside a test module; a wrong answer shall end it")]

use seedferry_core::{
    app::{Answer, OpenerReport},
    envelope::Secrets,
    format::FileFormat,
    graph::Millis,
    opening,
    secret::Seed,
    token::{Batch, HashFunction, Interval, Origin, SerialNumber, SourceFile, Token},
};
use seedferry_protocol::{
    AccountEvent, Event, Exposed, Grant, OfferedFile, OpeningId, Passphrase, SealEvent, SealKind,
};
use seedferry_tenant::Tenant;

/// Ada signs in to that organisation, with these permissions and an access token that the tenant gives her now.
pub(crate) fn signed_in(
    tenant: &mut Tenant,
    now: Millis,
    organisation: &str,
    scopes: impl IntoIterator<Item = String>,
) -> Event {
    let token = tenant.sign_in(now).unwrap();
    Event::Account(AccountEvent::Granted(Grant {
        name: "Ada".to_owned(),
        upn: "ada@contoso.example".to_owned(),
        tenant: organisation.to_owned(),
        scopes: scopes.into_iter().collect(),
        token: Exposed::new(token.expose().as_bytes().to_vec()),
    }))
}

/// A token of that maker, whose seed is that of RFC 4226, appendix D.
pub(crate) fn seeded(
    serial: &str,
    hash: HashFunction,
    interval: u32,
    manufacturer: &str,
    model: &str,
) -> Token {
    Token {
        serial: SerialNumber::parse(serial),
        seed: Seed::new(b"12345678901234567890".to_vec()),
        hash: Some(hash),
        interval: Interval::new(interval),
        manufacturer: Some(manufacturer.to_owned()),
        model: Some(model.to_owned()),
        ..Token::new(Origin { source: 0, row: 1 })
    }
}

/// A file is given, and its opener starts; openings are counted from 1.
pub(crate) fn file_given(opening: u32) -> [Event; 2] {
    let file = OfferedFile { name: "seeds.csv".to_owned(), size: 1 };
    [Event::FilesOffered(vec![file]), Event::OpenerStarted(OpeningId(opening))]
}

/// These tokens were in it.
pub(crate) fn file_read(opening: u32, tokens: Vec<Token>) -> Answer {
    let source = SourceFile { name: "seeds.csv".to_owned(), format: FileFormat::EntraCsv, encoding: None };
    let batch = Batch { tokens, sources: vec![source], ..Batch::default() };
    Answer::OpenerSays { opening: OpeningId(opening), report: OpenerReport::Opened(batch) }
}

/// From now on files are saved like this.
pub(crate) fn sealed_as(kind: SealKind) -> [Event; 3] {
    let password = || Passphrase::new("ferry-boat".to_owned());
    [
        SealEvent::KindChosen(kind),
        SealEvent::PasswordGiven(password()),
        SealEvent::PassphraseGiven(password()),
    ]
    .map(Event::Seal)
}

/// Name and text of a saved file, which is opened when it is sealed; then it shows no word of its text.
pub(crate) fn saved(name: String, content: &Exposed) -> (String, String) {
    let bytes = content.expose().to_vec();
    if ![SealKind::Zip, SealKind::Message].iter().any(|kind| name.ends_with(kind.ending())) {
        return (name, String::from_utf8(bytes).unwrap());
    }
    let secrets =
        Secrets { passphrases: vec![Passphrase::new("ferry-boat".to_owned())], ..Secrets::default() };
    let opened = opening::open_raw(vec![(name.clone(), bytes.clone())], &secrets, &mut |_| ()).unwrap();
    let text = String::from_utf8(opened.files.first().unwrap().bytes.to_vec()).unwrap();
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    for word in words.filter(|word| word.len() >= 7 && !name.contains(word)) {
        assert!(
            !bytes.windows(word.len()).any(|window| window == word.as_bytes()),
            "{word} stands in {name}"
        );
    }
    (name, text)
}
