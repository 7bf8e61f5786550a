//! The vault's shell: carries out effects and brings the answers back to the model.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    rc::{Rc, Weak},
};

use js_sys::Promise;
use seedferry_core::{
    app::{Answer, Effect, KeyReport, Model, OpenerReport},
    entropy::Entropy,
    graph::{AccessToken, Millis, Request},
    secret::KeyFile,
};
use seedferry_protocol::{Cloud, Event, Exposed, KeyJobId, OpeningId, OrderEvent, PageEffect, ToPage};
use seedferry_wire::Port;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, MessageChannel, MessagePort, WorkerGlobalScope};

use crate::{demo::Demo, file, graph};

/// The largest key file: key rings of many people stay below.
const MAX_KEY_FILE: u64 = 4 << 20;

/// The largest list of users: a hundred thousand rows have half of that.
const MAX_USER_LIST: u64 = 16 << 20;

struct Vault {
    model: Model,
    page: Option<Port>,
    openers: BTreeMap<u32, Port>,
    key_maker: Option<Port>,
    /// Both ends of the channel over which it tells itself to go on.
    again: Option<(Port, Port)>,
    me: Weak<RefCell<Self>>,
    /// Stands in for Microsoft Graph.
    demo: Option<Demo>,
    /// The wake that is to come; a newer one takes its place.
    wake: u32,
}

/// Runs for as long as the worker lives.
pub(crate) fn run(port: MessagePort, demo: bool) {
    let model = Model::new(entropy());
    let vault = Rc::new_cyclic(|me| {
        RefCell::new(Vault {
            model: if demo { model.in_demo() } else { model },
            page: None,
            openers: BTreeMap::new(),
            key_maker: None,
            again: None,
            me: me.clone(),
            demo: demo.then(|| Demo::new(random())),
            wake: 0,
        })
    });
    let receiver = Rc::clone(&vault);
    let page =
        Port::open(port, move |event: Event, attachments| receiver.borrow_mut().on_event(event, attachments));
    let mut vault = vault.borrow_mut();
    vault.page = Some(page);
    let effects = vault.model.start();
    vault.carry_out(effects, None);
    vault.demo_signs_in(Vec::new());
}

/// Random bytes of the browser; none where it has none, and then nothing encrypted is written.
pub(crate) fn entropy() -> Entropy {
    let mut drawn = [0; 32];
    getrandom::fill(&mut drawn).map_or_else(|_| Entropy::default(), |()| Entropy::new(drawn))
}

/// A random number for what needs no secrecy; the model draws its own.
fn random() -> u64 {
    getrandom::u64().unwrap_or_default()
}

/// Milliseconds since the worker started: this clock is never set back.
fn now() -> Millis {
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    Millis(scope.performance().map(|performance| whole(performance.now())).unwrap_or_default())
}

/// Times are far below 2^53 and not negative.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(number: f64) -> u64 {
    number as u64
}

async fn pause(span: Millis) {
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    // A wait longer than a browser's timer can take is asked for again when it ends.
    let milliseconds = i32::try_from(span.0.saturating_add(1)).unwrap_or(i32::MAX);
    let promise = Promise::new(&mut |done, _| {
        // Without a timer the worker is ending.
        let _ = scope.set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds);
    });
    // A timer is never refused.
    let _ = JsFuture::from(promise).await;
}

impl Vault {
    fn on_event(&mut self, event: Event, mut attachments: Vec<JsValue>) {
        if let Event::OpenerStarted(opening) = event {
            self.connect(opening, attachments.pop());
        }
        if let Event::Order(OrderEvent::KeyMakerStarted(job)) = event {
            self.connect_key_maker(job, attachments.pop());
        }
        self.tell_time();
        let effects = self.model.update(event);
        self.carry_out(effects, attachments.pop().as_ref());
    }

    fn on_answer(&mut self, answer: Answer) {
        self.tell_time();
        let effects = self.model.answer(answer);
        self.carry_out(effects, None);
    }

    fn carry_out(&mut self, effects: Vec<Effect>, attachment: Option<&JsValue>) {
        for effect in effects {
            match effect {
                Effect::ToPage(message) => self.tell_page(&message),
                Effect::ToOpener { opening, command } => {
                    self.openers.get(&opening.0).iter().for_each(|opener| opener.send(&command));
                }
                Effect::DropOpener(opening) => drop(self.openers.remove(&opening.0)),
                Effect::ToKeyMaker(command) => self.key_maker.iter().for_each(|port| port.send(&command)),
                Effect::DropKeyMaker => self.key_maker = None,
                Effect::ReadOrderKey { name } => self.read_order_key(name, attachment.cloned()),
                Effect::Continue => self.come_back(),
                Effect::ReadKeyFile { opening, name } => {
                    self.read_key_file(opening, name, attachment.cloned());
                }
                Effect::Send { ticket, request, cloud, token } => self.send(ticket, request, cloud, token),
                Effect::WakeAt(time) => self.wake_at(time),
                Effect::ReadUserList { name } => self.read_user_list(name, attachment.cloned()),
                Effect::ReadExportKey { name } => self.read_export_key(name, attachment.cloned()),
                Effect::ReadPublicKeys { name } => {
                    self.read_file(attachment.cloned(), MAX_KEY_FILE, |content| Answer::PublicKeysRead {
                        name,
                        content,
                    });
                }
            }
        }
    }

    /// In a demo, what the sign-in would do is done here, once everything else was told.
    fn tell_page(&mut self, message: &ToPage) {
        if let (ToPage::Effect(PageEffect::TokenWanted { scopes, .. }), Some(_)) = (message, &self.demo) {
            let (me, scopes) = (self.me.clone(), scopes.clone());
            return spawn_local(async move {
                if let Some(vault) = me.upgrade() {
                    vault.borrow_mut().demo_signs_in(scopes);
                }
            });
        }
        self.page.iter().for_each(|page| page.send(message));
    }

    fn demo_signs_in(&mut self, scopes: Vec<String>) {
        if let Some(event) = self.demo.as_mut().and_then(|demo| demo.sign_in(now(), scopes)) {
            self.on_event(event, Vec::new());
        }
    }

    fn tell_time(&mut self) {
        self.model.tell_time(now(), whole(js_sys::Date::now() / 1_000.0));
    }

    fn send(&mut self, ticket: u32, request: Request, cloud: Cloud, token: AccessToken) {
        let me = self.me.clone();
        let answered = self.demo.as_mut().map(|demo| demo.answer(now(), &request, &token));
        spawn_local(async move {
            let outcome = match answered {
                Some((outcome, latency)) => {
                    pause(latency).await;
                    outcome
                }
                None => graph::send(request, cloud, token).await,
            };
            if let Some(vault) = me.upgrade() {
                vault.borrow_mut().on_answer(Answer::Sent { ticket, outcome });
            }
        });
    }

    fn wake_at(&mut self, time: Millis) {
        self.wake = self.wake.wrapping_add(1);
        let (me, wake) = (self.me.clone(), self.wake);
        spawn_local(async move {
            pause(time.since(now())).await;
            if let Some(vault) = me.upgrade().filter(|vault| vault.borrow().wake == wake) {
                vault.borrow_mut().on_answer(Answer::Woken);
            }
        });
    }

    fn connect(&mut self, opening: OpeningId, port: Option<JsValue>) {
        let Some(port) = port.and_then(|port| port.dyn_into::<MessagePort>().ok()) else {
            return;
        };
        let me = self.me.clone();
        let opener = Port::open(port, move |report: OpenerReport, _| {
            if let Some(vault) = me.upgrade() {
                vault.borrow_mut().on_answer(Answer::OpenerSays { opening, report });
            }
        });
        self.openers.insert(opening.0, opener);
    }

    fn connect_key_maker(&mut self, job: KeyJobId, port: Option<JsValue>) {
        let me = self.me.clone();
        let port = port.and_then(|port| port.dyn_into::<MessagePort>().ok());
        self.key_maker = port.map(|port| {
            Port::open(port, move |report: KeyReport, _| {
                if let Some(vault) = me.upgrade() {
                    vault.borrow_mut().on_answer(Answer::KeyMakerSays { job, report });
                }
            })
        });
    }

    /// A message to itself stands in line behind the page's, and unlike a timer it is never held back.
    fn come_back(&mut self) {
        if self.again.is_none() {
            self.again = self.channel_to_itself();
        }
        self.again.iter().for_each(|(_, sender)| sender.send(&()));
    }

    fn channel_to_itself(&self) -> Option<(Port, Port)> {
        let channel = MessageChannel::new().ok()?;
        let me = self.me.clone();
        let receiver = Port::open(channel.port1(), move |(): (), _| {
            if let Some(vault) = me.upgrade() {
                vault.borrow_mut().on_answer(Answer::Continue);
            }
        });
        Some((receiver, Port::open(channel.port2(), |(): (), _| {})))
    }

    fn read_key_file(&self, opening: OpeningId, name: String, attachment: Option<JsValue>) {
        self.read_file(attachment, MAX_KEY_FILE, move |content| match content {
            Some(content) => Answer::KeyFileRead { opening, key_file: KeyFile::new(name, content) },
            None => Answer::KeyFileUnreadable { opening, name },
        });
    }

    fn read_order_key(&self, name: String, attachment: Option<JsValue>) {
        self.read_file(attachment, MAX_KEY_FILE, |content| Answer::OrderKeyRead {
            file: content.map(|content| KeyFile::new(name.clone(), content)),
            name,
        });
    }

    fn read_export_key(&self, name: String, attachment: Option<JsValue>) {
        self.read_file(attachment, MAX_KEY_FILE, |content| Answer::ExportKeyRead {
            file: content.map(|content| KeyFile::new(name.clone(), content)),
            name,
        });
    }

    fn read_user_list(&self, name: String, attachment: Option<JsValue>) {
        self.read_file(attachment, MAX_USER_LIST, |content| Answer::UserListRead {
            name,
            content: content.map(Exposed::new),
        });
    }

    /// Reads an attached file, and brings what it makes to the model.
    fn read_file(
        &self,
        attachment: Option<JsValue>,
        limit: u64,
        answer: impl FnOnce(Option<Vec<u8>>) -> Answer + 'static,
    ) {
        let me = self.me.clone();
        spawn_local(async move {
            let content = match attachment.and_then(|file| file.dyn_into::<File>().ok()) {
                Some(file) => file::read(&file, limit).await.ok(),
                None => None,
            };
            if let Some(vault) = me.upgrade() {
                vault.borrow_mut().on_answer(answer(content));
            }
        });
    }
}
