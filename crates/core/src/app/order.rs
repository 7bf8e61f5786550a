//! Ordering a seed file: which place is in sight, the key pair on its way, and the password that is made.

use std::collections::BTreeSet;

use seedferry_protocol::{
    Area, ClipboardView, ExamineView, Exposed, KeyAlgorithm, KeyFacts, KeyJobId, KeyView, KeyWish,
    MadeKeyView, OrderEvent, OrderPlace, OrderStep, OrderView, PageEffect, Passphrase, PasswordView,
    PasswordWish, PublicKeyView, Ticket,
};

use super::{
    Effect, KeyCommand, KeyReport, Model, nothing_to_hand_over, page,
    save::{Holds, Outgoing},
};
use crate::{
    entropy::NO_RANDOMNESS,
    envelope::{self, NotProved},
    order::{
        key::{self, MadeKey},
        password, steps,
    },
    secret::KeyFile,
};

/// What is known of an order. It outlasts leaving the place.
#[derive(Default)]
pub(super) struct Order {
    place: Option<OrderPlace>,
    vendor: u32,
    done: BTreeSet<OrderStep>,
    wish: KeyWish,
    key: Key,
    /// Counts the answers about the key.
    attempt: u32,
    /// The worker that handles a key, and what it shall do once it is there.
    job: Option<(KeyJobId, Option<KeyCommand>)>,
    jobs: u32,
    /// The press whose file is on its way, and whether it is the private part.
    saving: Option<(Ticket, bool)>,
    password: PasswordWish,
    examined: ExamineView,
}

/// The key pair on its way.
enum Key {
    None { problem: Option<String> },
    Making { tried: u32 },
    Made { key: MadeKey, facts: KeyFacts, saved: bool, returned: Option<KeyFile>, problem: Option<String> },
    Proved(PublicKeyView),
}

impl Default for Key {
    fn default() -> Self {
        Self::None { problem: None }
    }
}

impl Order {
    /// What is in sight of it.
    pub(super) fn view(&self) -> Option<OrderView> {
        Some(match self.place? {
            OrderPlace::Guide => OrderView::Guide(steps::view(self.vendor, &self.done)),
            OrderPlace::Key => OrderView::Key(self.key_view()),
            OrderPlace::Password => {
                OrderView::Password(PasswordView { wish: self.password, bits: password::bits(self.password) })
            }
            OrderPlace::Examine => OrderView::Examine(self.examined.clone()),
        })
    }

    /// Whether a worker is busy with a key.
    pub(super) fn is_working(&self) -> bool {
        self.job.is_some()
    }

    /// Why nothing else can be begun: one key at a time.
    fn busy(&self) -> Option<String> {
        let what = match self.key {
            Key::Making { .. } => "A key is being made. Wait until it is there, or cancel it",
            _ if self.examined.reading => "A key file is being looked at. Wait until that is done",
            _ => "A key file is being compared. Wait until that is done",
        };
        self.is_working().then(|| format!("{what}, and try again"))
    }

    /// Whether a key pair would be lost that is not known to be saved.
    pub(super) fn holds_unsaved(&self) -> bool {
        matches!(self.key, Key::Making { .. } | Key::Made { .. })
    }

    /// The place gives way to a batch.
    pub(super) fn step_aside(&mut self) {
        self.place = None;
    }

    fn key_view(&self) -> KeyView {
        match &self.key {
            Key::None { problem } => {
                KeyView::Form { wish: self.wish.clone(), problem: problem.clone(), attempt: self.attempt }
            }
            Key::Making { tried } => {
                let (what, hint) = progress(self.wish.algorithm, *tried);
                KeyView::Making { what, hint: hint.to_owned() }
            }
            Key::Made { key, facts, saved, returned, problem } => KeyView::Made(MadeKeyView {
                facts: facts.clone(),
                file_name: key.private.name().to_owned(),
                saved: *saved,
                returned: returned.as_ref().map(|file| file.name().to_owned()),
                checking: self.is_working() && !self.examined.reading,
                problem: problem.clone(),
                attempt: self.attempt,
            }),
            Key::Proved(view) => KeyView::Proved(view.clone()),
        }
    }

    /// The worker that begins, with what it shall do.
    fn begin(&mut self, command: KeyCommand) -> Vec<Effect> {
        self.jobs += 1;
        let id = KeyJobId(self.jobs);
        self.job = Some((id, Some(command)));
        vec![Effect::DropKeyMaker, page(PageEffect::StartKeyMaker(id))]
    }

    fn end(&mut self) -> Vec<Effect> {
        self.job = None;
        vec![Effect::DropKeyMaker, page(PageEffect::EndKeyMaker)]
    }
}

/// The part of [`Model`] that knows orders.
impl Model {
    pub(super) fn order(&mut self, event: OrderEvent) -> Vec<Effect> {
        let order = &mut self.order;
        match event {
            OrderEvent::PlaceChosen(place) => {
                order.place = place;
                // It stands where the open batch stands, and the batch waits behind it.
                self.area = if place.is_some() { Area::Tokens } else { self.area };
            }
            OrderEvent::VendorChosen(vendor) => order.vendor = vendor,
            OrderEvent::StepTicked { step, done: true } => drop(order.done.insert(step)),
            OrderEvent::StepTicked { step, done: false } => drop(order.done.remove(&step)),
            OrderEvent::KeyMakeAsked { wish, passphrase } => return self.make_key(wish, passphrase),
            OrderEvent::KeyMakingCancelled => return self.cancel_making(),
            OrderEvent::PrivateKeySaveAsked(ticket) => return self.save_private(ticket),
            OrderEvent::PublicKeySaveAsked(ticket) => return self.save_public(ticket),
            OrderEvent::KeyFileGiven(file) => return vec![Effect::ReadOrderKey { name: file.name }],
            OrderEvent::ProofGiven(passphrase) => return self.prove_key(passphrase),
            OrderEvent::KeyLeft => order.key = Key::default(),
            OrderEvent::KeyMakerStarted(id) => return self.key_maker_started(id),
            OrderEvent::KeyMakerDied(id) => return self.key_maker_died(id),
            OrderEvent::PasswordWished(wish) => order.password = password::within_limits(wish),
            OrderEvent::PasswordAsked => return self.make_password(),
            OrderEvent::PasswordCopied { written } => self.password_copied(written),
        }
        Vec::new()
    }

    fn make_key(&mut self, wish: KeyWish, passphrase: Passphrase) -> Vec<Effect> {
        let order = &mut self.order;
        if !matches!(order.key, Key::None { .. }) {
            return Vec::new();
        }
        order.wish = wish.clone();
        order.attempt += 1;
        if let Some(problem) = key::objection(&wish, &passphrase).map(str::to_owned).or_else(|| order.busy())
        {
            order.key = Key::None { problem: Some(problem) };
            return Vec::new();
        }
        order.key = Key::Making { tried: 0 };
        order.begin(KeyCommand::Make { wish, passphrase })
    }

    fn cancel_making(&mut self) -> Vec<Effect> {
        if !matches!(self.order.key, Key::Making { .. }) {
            return Vec::new();
        }
        self.order.key = Key::default();
        self.news.note("Making the key was cancelled. Nothing was kept of it");
        self.order.end()
    }

    fn save_private(&mut self, ticket: Ticket) -> Vec<Effect> {
        let Key::Made { key, .. } = &self.order.key else {
            return nothing_to_hand_over(ticket);
        };
        // EXPOSE: the user asked to save it; its passphrase protects it.
        let content = Exposed::new(key.private.expose().to_vec());
        let name = key.private.name().to_owned();
        self.order.saving = Some((ticket, true));
        self.save_file(
            ticket,
            Outgoing { name, media_type: KEY_TYPE.to_owned(), content, holds: Holds::KeyOfPair },
        )
    }

    fn save_public(&mut self, ticket: Ticket) -> Vec<Effect> {
        let Key::Proved(public) = &self.order.key else {
            return nothing_to_hand_over(ticket);
        };
        let content = Exposed::new(public.text.as_bytes().to_vec());
        let name = public.file_name.clone();
        self.order.saving = Some((ticket, false));
        self.save_file(
            ticket,
            Outgoing { name, media_type: KEY_TYPE.to_owned(), content, holds: Holds::KeyOfPair },
        )
    }

    /// Takes what became of a save, if it was one of a key.
    pub(super) fn key_saved(&mut self, ticket: Ticket, written: bool) -> bool {
        let Some((_, private)) = self.order.saving.take_if(|(saving, _)| *saving == ticket) else {
            return false;
        };
        match &mut self.order.key {
            Key::Made { saved, .. } if private => *saved |= written,
            Key::Proved(view) if !private => view.saved |= written,
            _ => {}
        }
        match (private, written) {
            (_, false) => self.news.warn("The file was not saved"),
            (true, true) => {
                self.news
                    .note("The private key was handed to the browser to save. Now give it back as proof");
            }
            (false, true) => {
                self.news.note("The public key was handed to the browser to save. It is no secret");
            }
        }
        true
    }

    /// A key file was read: it is proof of a key made here, or looked at.
    pub(super) fn order_key_read(&mut self, name: String, file: Option<KeyFile>) -> Vec<Effect> {
        if self.order.place == Some(OrderPlace::Examine) {
            return self.examine(name, file);
        }
        let Key::Made { returned, problem, .. } = &mut self.order.key else {
            return Vec::new();
        };
        self.order.attempt += 1;
        *problem = file.is_none().then(|| unreadable(&name));
        *returned = file;
        Vec::new()
    }

    fn examine(&mut self, name: String, file: Option<KeyFile>) -> Vec<Effect> {
        // Another file to look at takes the place of the one before; a key that is made does not give way.
        let busy = self.order.busy().filter(|_| !self.order.examined.reading);
        let problem = file.is_none().then(|| unreadable(&name)).or(busy);
        let file = file.filter(|_| problem.is_none());
        self.order.examined =
            ExamineView { file: Some(name), reading: file.is_some(), keys: Vec::new(), problem };
        file.map(|file| self.order.begin(KeyCommand::Examine(file))).unwrap_or_default()
    }

    fn prove_key(&mut self, passphrase: Option<Passphrase>) -> Vec<Effect> {
        let order = &mut self.order;
        let busy = order.busy();
        let Key::Made { key, returned, problem, .. } = &mut order.key else {
            return Vec::new();
        };
        order.attempt += 1;
        *problem = busy;
        let Some(passphrase) = passphrase else {
            *returned = None;
            return Vec::new();
        };
        let Some(given) = returned.clone().filter(|_| problem.is_none()) else {
            return Vec::new();
        };
        let saved = key.private.clone();
        order.begin(KeyCommand::Prove { saved, given, passphrase })
    }

    fn key_maker_started(&mut self, id: KeyJobId) -> Vec<Effect> {
        let job = self.order.job.as_mut().filter(|(job, _)| *job == id);
        job.and_then(|(_, command)| command.take()).map(Effect::ToKeyMaker).into_iter().collect()
    }

    fn key_maker_died(&mut self, id: KeyJobId) -> Vec<Effect> {
        if self.order.job.as_ref().is_none_or(|(job, _)| *job != id) {
            return Vec::new();
        }
        let stopped = "The browser stopped the work. Close other tabs, and try again".to_owned();
        self.order.attempt += 1;
        if self.order.examined.reading {
            self.order.examined.reading = false;
            self.order.examined.problem = Some(stopped);
        } else if let Key::Made { problem, .. } = &mut self.order.key {
            *problem = Some(stopped);
        } else {
            self.order.key = Key::None { problem: Some(stopped) };
        }
        self.order.end()
    }

    /// What the worker brings. One that was ended has nothing to say any more.
    pub(super) fn key_maker_says(&mut self, id: KeyJobId, report: KeyReport) -> Vec<Effect> {
        if self.order.job.as_ref().is_none_or(|(job, _)| *job != id) {
            return Vec::new();
        }
        match report {
            KeyReport::Tried(tried) => {
                if let Key::Making { tried: before } = &mut self.order.key {
                    *before = tried;
                }
                return Vec::new();
            }
            KeyReport::Made(made) => self.key_made(made),
            KeyReport::Proved(proof) => self.key_proved(proof),
            KeyReport::Examined(keys) => {
                let none = "There is no OpenPGP key in this file. Choose the .asc or .gpg file that was exported from Kleopatra, WinGPG or this page";
                let view = &mut self.order.examined;
                view.reading = false;
                view.problem = keys.is_empty().then(|| none.to_owned());
                view.keys = keys;
            }
        }
        self.order.end()
    }

    fn key_made(&mut self, made: Option<MadeKey>) {
        self.order.attempt += 1;
        self.order.key = match made {
            Some(key) => {
                let facts = envelope::examine(&key.private).into_iter().next().unwrap_or_default();
                Key::Made { key, facts, saved: false, returned: None, problem: None }
            }
            None => Key::None { problem: Some(NO_RANDOMNESS.to_owned()) },
        };
    }

    fn key_proved(&mut self, proof: Result<(), NotProved>) {
        self.order.attempt += 1;
        let Key::Made { key, facts, returned, problem, .. } = &mut self.order.key else {
            return;
        };
        if let Err(why) = proof {
            let name = returned.as_ref().map_or("The file", KeyFile::name);
            *problem = Some(refusal(why, name, key.private.name()));
            if why != NotProved::WrongPassphrase {
                *returned = None;
            }
            return;
        }
        // What the vendor sends for this key opens with no more than the passphrase, as long as the visit lasts.
        self.secrets.key_files.push(key.private.clone());
        self.order.key = Key::Proved(PublicKeyView {
            facts: facts.clone(),
            text: key.public.clone(),
            file_name: key.public_name.clone(),
            private_name: key.private.name().to_owned(),
            saved: false,
        });
        self.order.done.insert(OrderStep::Encryption);
    }

    /// Makes a password, which the page shows once; none is kept here.
    fn make_password(&mut self) -> Vec<Effect> {
        let Some(made) = password::make(self.order.password, &mut self.entropy) else {
            self.news.warn(NO_RANDOMNESS);
            return Vec::new();
        };
        // EXPOSE: the user asked to see it.
        vec![page(PageEffect::ShowPassword(Exposed::new(made.expose().as_bytes().to_vec())))]
    }

    fn password_copied(&mut self, written: bool) {
        if written {
            self.clipboard = Some(ClipboardView { password: true, refused: false });
            self.news.note("Copied. This page does not keep it: paste it where you keep passwords first");
        } else {
            self.news
                .warn("The browser did not let the page use the clipboard. Select the password and copy it");
        }
    }
}

/// What programs call the files of keys.
const KEY_TYPE: &str = "application/pgp-keys";

/// What is done now, and what the time goes into.
fn progress(algorithm: KeyAlgorithm, tried: u32) -> (String, &'static str) {
    let luck = "How long it takes is a matter of luck: numbers are tried until four of them are prime.";
    let what = match (algorithm, tried) {
        (KeyAlgorithm::Curve25519, _) => {
            let locking =
                "Most of the time goes into the passphrase: it is stretched, so that guessing it takes long.";
            return (
                "Making both keys, and locking the private part with the passphrase".to_owned(),
                locking,
            );
        }
        (_, 0) => "Starting".to_owned(),
        (_, 1) => "Looking for four prime numbers: 1 number tried".to_owned(),
        (_, tried) => format!("Looking for four prime numbers: {tried} numbers tried"),
    };
    (what, luck)
}

fn unreadable(name: &str) -> String {
    format!("{name} could not be read, or is too large for a key file. Choose another file")
}

fn refusal(why: NotProved, name: &str, wanted: &str) -> String {
    match why {
        NotProved::NoPrivateKey => format!("{name} holds no private key. Choose {wanted}"),
        NotProved::OtherKey => format!("{name} holds another key. Choose {wanted}"),
        NotProved::Damaged => {
            format!("{name} is not what was saved: it was cut off or changed. Save the private key again")
        }
        NotProved::WrongPassphrase => {
            "That passphrase does not open it. If it is lost, make a new key: nobody has this one yet"
                .to_owned()
        }
    }
}
