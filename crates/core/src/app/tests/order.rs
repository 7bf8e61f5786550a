//! Stories of an order: the key pair, its proof, and the password.

use seedferry_protocol::{
    Area, Event, KeyAlgorithm, KeyJobId, KeyView, KeyWish, OfferedFile, OrderEvent, OrderPlace, OrderView,
    PageEffect, Passphrase, SealEvent, SealKind, Ticket, ToPage,
};

use super::{Answer, Effect, Model, Story, batch};
use crate::{
    app::{KeyCommand, KeyReport},
    entropy::Entropy,
    envelope::NotProved,
    order::key::{LONGEST_NAME, MadeKey, objection},
    secret::KeyFile,
};

/// The guide comes from anywhere, and the open batch is there again when it is closed.
#[test]
fn the_guide_stands_before_an_open_batch_and_leaves_it_alone() {
    let mut story = Story::with(batch(&["1", "2"]));
    story.does(Event::AreaChosen(Area::Log));
    story.does(Event::Order(OrderEvent::PlaceChosen(Some(OrderPlace::Guide))));
    assert_eq!(story.model.area, Area::Tokens);
    assert!(matches!(story.model.order.view(), Some(OrderView::Guide(_))));
    story.does(Event::Order(OrderEvent::PlaceChosen(None)));
    assert!(story.model.order.view().is_none());
    assert_eq!(story.serials(), ["1", "2"]);
}

fn wish(name: &str, email: &str) -> KeyWish {
    KeyWish { name: name.to_owned(), email: email.to_owned(), algorithm: KeyAlgorithm::Rsa3072 }
}

fn typed(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned())
}

fn made() -> MadeKey {
    MadeKey {
        private: KeyFile::new("mine-private.asc".to_owned(), b"private".to_vec()),
        public: "public".to_owned(),
        public_name: "mine-public.asc".to_owned(),
    }
}

/// A model at the key's place, and what it shows.
struct Order(Model);

impl Order {
    fn new() -> Self {
        let mut order = Self(Model::new(Entropy::new([1; 32])));
        order.does(OrderEvent::PlaceChosen(Some(OrderPlace::Key)));
        order
    }

    fn does(&mut self, event: OrderEvent) -> Vec<Effect> {
        self.0.update(Event::Order(event))
    }

    /// The worker that was asked for begins; returns what it is told.
    fn begins(&mut self, job: u32) -> Option<KeyCommand> {
        self.does(OrderEvent::KeyMakerStarted(KeyJobId(job))).into_iter().find_map(|effect| match effect {
            Effect::ToKeyMaker(command) => Some(command),
            _ => None,
        })
    }

    /// Lets minutes pass in which nobody uses the page.
    fn is_wiped_within(&mut self, minutes: u32) -> bool {
        let passes = |_| self.0.update(Event::TimePassed { milliseconds: 60_000 });
        let effects: Vec<_> = (0..minutes).flat_map(passes).collect();
        let wipes = |effect| matches!(effect, Effect::ToPage(ToPage::Effect(PageEffect::WipeForIdle { .. })));
        effects.into_iter().any(wipes)
    }

    fn says(&mut self, job: u32, report: KeyReport) {
        self.0.answer(Answer::KeyMakerSays { job: KeyJobId(job), report });
    }

    fn given(&mut self, name: &str) {
        let file = OfferedFile { name: name.to_owned(), size: 1 };
        let asked = self.does(OrderEvent::KeyFileGiven(file));
        assert!(asked.contains(&Effect::ReadOrderKey { name: name.to_owned() }));
        let file = Some(KeyFile::new(name.to_owned(), b"given".to_vec()));
        self.0.answer(Answer::OrderKeyRead { name: name.to_owned(), file });
    }

    fn key(&self) -> KeyView {
        match self.0.order.view() {
            Some(OrderView::Key(key)) => key,
            other => panic!("{other:?}"),
        }
    }

    fn problem(&self) -> Option<String> {
        match self.key() {
            KeyView::Form { problem, .. } => problem,
            KeyView::Made(made) => made.problem,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_wipe_waits_for_a_key_that_is_made() {
    let mut order = Order::new();
    let wish = wish("Me", "me@example.com");
    order.does(OrderEvent::KeyMakeAsked { wish, passphrase: typed("otter window") });
    order.begins(1);
    assert!(!order.is_wiped_within(20));
    order.says(1, KeyReport::Made(Some(made())));
    assert!(order.is_wiped_within(20), "it comes when nothing runs");
}

/// Numbers are tried for RSA alone.
#[test]
fn what_is_made_says_what_takes_the_time() {
    for algorithm in KeyAlgorithm::ALL {
        let mut order = Order::new();
        let wish = KeyWish { algorithm, ..wish("Me", "me@example.com") };
        order.does(OrderEvent::KeyMakeAsked { wish, passphrase: typed("otter window") });
        order.begins(1);
        for tried in [0, 1, 2] {
            order.says(1, KeyReport::Tried(tried));
            let KeyView::Making { what, hint } = order.key() else { panic!("it is not made") };
            let is_rsa = algorithm != KeyAlgorithm::Curve25519;
            assert_eq!(hint.contains("four of them are prime"), is_rsa, "{hint}");
            assert_eq!(what.contains("prime numbers"), is_rsa && tried > 0, "{what}");
            assert_eq!(what.contains("passphrase") && hint.contains("passphrase"), !is_rsa);
        }
    }
}

#[test]
fn the_public_key_comes_out_when_the_private_one_was_proved() {
    let mut order = Order::new();
    order.does(OrderEvent::KeyMakeAsked {
        wish: wish("Me", "me@example.com"),
        passphrase: typed("otter window"),
    });
    assert!(matches!(order.begins(1), Some(KeyCommand::Make { .. })));
    assert!(order.begins(1).is_none(), "it is told once");
    order.says(1, KeyReport::Tried(7));
    assert!(matches!(order.key(), KeyView::Making { what, .. } if what.ends_with("7 numbers tried")));
    order.says(9, KeyReport::Made(None));
    assert!(matches!(order.key(), KeyView::Making { .. }), "another worker has nothing to say");
    order.says(1, KeyReport::Made(Some(made())));
    let saved = order.does(OrderEvent::PublicKeySaveAsked(Ticket(1)));
    assert!(saved.contains(&super::super::page(PageEffect::NothingToHandOver(Ticket(1)))));
    // It goes as it is, whatever is sealed: it has its passphrase, and comes back as proof.
    order.0.update(Event::Seal(SealEvent::KindChosen(SealKind::Zip)));
    let saved = order.does(OrderEvent::PrivateKeySaveAsked(Ticket(2)));
    assert!(
        matches!(saved.first(), Some(Effect::ToPage(ToPage::Effect(PageEffect::SaveFile { name, .. }))) if name == "mine-private.asc")
    );
    order.0.update(Event::SaveDone { ticket: Ticket(2), written: true });
    assert!(matches!(order.key(), KeyView::Made(made) if made.saved));

    order.given("other.asc");
    for (job, why) in [(2, NotProved::OtherKey), (3, NotProved::Damaged), (4, NotProved::NoPrivateKey)] {
        order.given("other.asc");
        order.does(OrderEvent::ProofGiven(Some(typed("otter window"))));
        assert!(matches!(order.begins(job), Some(KeyCommand::Prove { .. })));
        order.says(job, KeyReport::Proved(Err(why)));
        assert!(order.problem().unwrap().starts_with("other.asc"), "{why:?}");
        assert!(matches!(order.key(), KeyView::Made(made) if made.returned.is_none()));
    }
    order.given("mine-private.asc");
    order.does(OrderEvent::ProofGiven(Some(typed("wrong"))));
    order.begins(5);
    order.says(5, KeyReport::Proved(Err(NotProved::WrongPassphrase)));
    assert!(matches!(order.key(), KeyView::Made(made) if made.returned.is_some() && !made.checking));
    order.does(OrderEvent::ProofGiven(Some(typed("otter window"))));
    order.begins(6);
    order.says(6, KeyReport::Proved(Ok(())));
    assert!(matches!(order.key(), KeyView::Proved(public) if public.text == "public"));
    assert_eq!(order.0.secrets.key_files.len(), 1, "it opens what comes in this visit");
    assert!(!order.0.order.holds_unsaved());
}

#[test]
fn what_was_given_up_or_died_leaves_nothing() {
    let mut order = Order::new();
    let ask =
        || OrderEvent::KeyMakeAsked { wish: wish("Me", "me@example.com"), passphrase: typed("otter window") };
    order.does(ask());
    assert!(order.0.order.holds_unsaved() && order.0.order.is_working());
    order.does(OrderEvent::KeyMakingCancelled);
    assert_eq!(order.problem(), None);
    assert!(!order.0.order.holds_unsaved() && !order.0.order.is_working());
    order.says(1, KeyReport::Made(Some(made())));
    assert_eq!(order.problem(), None, "what was given up comes too late");
    order.does(ask());
    order.does(OrderEvent::KeyMakerDied(KeyJobId(1)));
    assert!(matches!(order.key(), KeyView::Making { .. }), "it was another worker");
    order.does(OrderEvent::KeyMakerDied(KeyJobId(2)));
    assert!(order.problem().unwrap().starts_with("The browser stopped the work"));
    order.does(ask());
    order.0.update(Event::WipeAsked);
    assert!(order.0.order.view().is_none() && !order.0.order.is_working());
}

/// There is one worker for keys: what is begun while it works does not take it away.
#[test]
fn one_key_is_handled_at_a_time() {
    let mut order = Order::new();
    let ask =
        || OrderEvent::KeyMakeAsked { wish: wish("Me", "me@example.com"), passphrase: typed("otter window") };
    let looks = |order: &Order| match order.0.order.view() {
        Some(OrderView::Examine(view)) => (view.reading, view.problem),
        other => panic!("{other:?}"),
    };
    order.does(ask());
    order.does(OrderEvent::PlaceChosen(Some(OrderPlace::Examine)));
    order.given("other.asc");
    assert!(matches!(looks(&order), (false, Some(why)) if why.starts_with("A key is being made")));
    order.does(OrderEvent::PlaceChosen(Some(OrderPlace::Key)));
    assert!(matches!(order.begins(1), Some(KeyCommand::Make { .. })));
    order.says(1, KeyReport::Made(Some(made())));
    order.given("mine-private.asc");
    order.does(OrderEvent::PlaceChosen(Some(OrderPlace::Examine)));
    order.given("first.asc");
    order.given("other.asc");
    assert_eq!(looks(&order), (true, None), "the last file is looked at");
    order.does(OrderEvent::PlaceChosen(Some(OrderPlace::Key)));
    order.does(OrderEvent::ProofGiven(Some(typed("otter window"))));
    assert!(order.problem().unwrap().starts_with("A key file is being looked at"));
    order.says(3, KeyReport::Examined(Vec::new()));
    order.does(OrderEvent::ProofGiven(Some(typed("otter window"))));
    assert!(matches!(order.begins(4), Some(KeyCommand::Prove { .. })));
    order.does(OrderEvent::PlaceChosen(Some(OrderPlace::Examine)));
    order.given("other.asc");
    assert!(matches!(looks(&order), (false, Some(why)) if why.starts_with("A key file is being compared")));
    order.says(4, KeyReport::Proved(Ok(())));
    order.does(OrderEvent::PlaceChosen(Some(OrderPlace::Key)));
    assert!(matches!(order.key(), KeyView::Proved(_)));
}

#[test]
fn a_key_needs_a_name_an_address_and_a_passphrase() {
    let fits = "x".repeat(LONGEST_NAME);
    let check = |name: &str, email: &str, passphrase: &str, says: Option<&str>| {
        let found = objection(&wish(name, email), &typed(passphrase));
        assert_eq!(
            found.map(|text| text.split_once('.').map_or(text, |(first, _)| first)),
            says,
            "{name} {email}"
        );
    };
    let enough = "x".repeat(Passphrase::SHORTEST);
    let (too_long, no_address) =
        ("The name is too long, or has characters that a key cannot hold", "That is no e-mail address");
    check("Me", "me@example.com", &enough, None);
    check(&fits, "me@example.com", &enough, None);
    check(&format!("{fits}x"), "me@example.com", &enough, Some(too_long));
    check("Me <you>", "me@example.com", &enough, Some(too_long));
    check(" ", "me@example.com", &enough, Some("Type your name, or that of your company"));
    for address in ["", "me", "me@", "@example.com", "me@host", "a@b@example.com", "me <me@example.com>"] {
        check("Me", address, &enough, Some(no_address));
    }
    check("Me", "me@example.com", &"x".repeat(Passphrase::SHORTEST - 1), Some("The passphrase is too short"));
}

#[test]
fn a_password_goes_to_the_page_and_is_not_kept() {
    let mut order = Order::new();
    order.does(OrderEvent::PlaceChosen(Some(OrderPlace::Password)));
    let shown = |effects: Vec<Effect>| match effects.into_iter().next() {
        Some(Effect::ToPage(ToPage::Effect(PageEffect::ShowPassword(text)))) => text.expose().to_vec(),
        other => panic!("{other:?}"),
    };
    let first = shown(order.does(OrderEvent::PasswordAsked));
    assert_eq!(first.len(), 20);
    assert_ne!(first, shown(order.does(OrderEvent::PasswordAsked)));
    order.does(OrderEvent::PasswordCopied { written: true });
    assert!(order.0.clipboard.as_ref().is_some_and(|clipboard| clipboard.password));
    let mut without = Order(Model::default());
    without.does(OrderEvent::PlaceChosen(Some(OrderPlace::Password)));
    let effects = without.does(OrderEvent::PasswordAsked);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::ToPage(ToPage::Effect(_)))));
}

#[test]
fn a_key_file_is_looked_at() {
    let mut order = Order::new();
    order.does(OrderEvent::PlaceChosen(Some(OrderPlace::Examine)));
    order.given("some.asc");
    assert!(matches!(order.begins(1), Some(KeyCommand::Examine(_))));
    order.says(1, KeyReport::Examined(Vec::new()));
    let Some(OrderView::Examine(view)) = order.0.order.view() else { panic!("another place") };
    assert!(view.problem.unwrap().starts_with("There is no OpenPGP key") && !view.reading);
    order.0.answer(Answer::OrderKeyRead { name: "huge.bin".to_owned(), file: None });
    let Some(OrderView::Examine(view)) = order.0.order.view() else { panic!("another place") };
    assert!(view.problem.unwrap().starts_with("huge.bin could not be read"));
}
