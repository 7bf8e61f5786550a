//! The vault's shell: carries out effects and brings the answers back to the model.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    rc::{Rc, Weak},
};

use seedferry_core::{
    app::{Answer, Effect, Model, OpenerReport},
    entropy::Entropy,
    secret::KeyFile,
};
use seedferry_protocol::{Event, Exposed, OpeningId};
use seedferry_wire::Port;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, MessageChannel, MessagePort};

use crate::file;

/// The largest key file: key rings of many people stay below.
const MAX_KEY_FILE: u64 = 4 << 20;

/// The largest list of users: a hundred thousand rows have half of that.
const MAX_USER_LIST: u64 = 16 << 20;

struct Vault {
    model: Model,
    page: Option<Port>,
    openers: BTreeMap<u32, Port>,
    /// Both ends of the channel over which it tells itself to go on.
    again: Option<(Port, Port)>,
    me: Weak<RefCell<Self>>,
}

/// Runs for as long as the worker lives.
pub(crate) fn run(port: MessagePort) {
    let vault = Rc::new_cyclic(|me| {
        RefCell::new(Vault {
            model: Model::new(entropy()),
            page: None,
            openers: BTreeMap::new(),
            again: None,
            me: me.clone(),
        })
    });
    let receiver = Rc::clone(&vault);
    let page =
        Port::open(port, move |event: Event, attachments| receiver.borrow_mut().on_event(event, attachments));
    let mut vault = vault.borrow_mut();
    vault.page = Some(page);
    let effects = vault.model.start();
    vault.carry_out(effects, None);
}

/// Random bytes of the browser; none where it has none, and then nothing encrypted is written.
fn entropy() -> Entropy {
    let mut drawn = [0; 32];
    getrandom::fill(&mut drawn).map_or_else(|_| Entropy::default(), |()| Entropy::new(drawn))
}

impl Vault {
    fn on_event(&mut self, event: Event, mut attachments: Vec<JsValue>) {
        if let Event::OpenerStarted(opening) = event {
            self.connect(opening, attachments.pop());
        }
        let effects = self.model.update(event);
        self.carry_out(effects, attachments.pop().as_ref());
    }

    fn on_answer(&mut self, answer: Answer) {
        let effects = self.model.answer(answer);
        self.carry_out(effects, None);
    }

    fn carry_out(&mut self, effects: Vec<Effect>, attachment: Option<&JsValue>) {
        for effect in effects {
            match effect {
                Effect::ToPage(message) => self.page.iter().for_each(|page| page.send(&message)),
                Effect::ToOpener { opening, command } => {
                    self.openers.get(&opening.0).iter().for_each(|opener| opener.send(&command));
                }
                Effect::DropOpener(opening) => drop(self.openers.remove(&opening.0)),
                Effect::Continue => self.come_back(),
                Effect::ReadKeyFile { opening, name } => {
                    self.read_key_file(opening, name, attachment.cloned());
                }
                Effect::ReadUserList { name } => self.read_user_list(name, attachment.cloned()),
            }
        }
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
