//! Ordering a seed file: the guide through the vendor's order, the key pair and the password for it.

use serde::{Deserialize, Serialize};

use crate::{GuideItem, OfferedFile, Passphrase, Ticket};

/// Something in ordering a seed file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrderEvent {
    /// A place was opened, or the whole was left.
    PlaceChosen(Option<OrderPlace>),
    /// A vendor was chosen, by its place in [`OrderGuideView::vendors`].
    VendorChosen(u32),
    /// A step of the guide was ticked, or its tick taken back.
    StepTicked {
        /// Which.
        step: OrderStep,
        /// Ticked.
        done: bool,
    },
    /// Make a key pair.
    KeyMakeAsked {
        /// Which.
        wish: KeyWish,
        /// What shall protect its private part.
        passphrase: Passphrase,
    },
    /// The user gave the making up. The page has already ended its worker.
    KeyMakingCancelled,
    /// *Save private key* was pressed.
    PrivateKeySaveAsked(Ticket),
    /// A private key file was given: the saved one as proof, or one to examine. The `File` travels as the message's attachment.
    KeyFileGiven(OfferedFile),
    /// The passphrase of the key file that was given as proof; `None` takes that file away again.
    ProofGiven(Option<Passphrase>),
    /// *Save public key* was pressed.
    PublicKeySaveAsked(Ticket),
    /// The key pair is done with; another can be made.
    KeyLeft,
    /// The page started the worker that [`PageEffect::StartKeyMaker`](crate::PageEffect::StartKeyMaker) asked for; the port to
    /// it travels as the message's attachment.
    KeyMakerStarted(KeyJobId),
    /// That worker ended by itself, or could not be started.
    KeyMakerDied(KeyJobId),
    /// What a password is made of was changed.
    PasswordWished(PasswordWish),
    /// *Make a password* was pressed.
    PasswordAsked,
    /// What became of copying the password that is shown.
    PasswordCopied {
        /// Whether the clipboard took it.
        written: bool,
    },
}

/// Numbers the workers that handle keys, so that late answers are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct KeyJobId(pub u32);

/// The page's one message to a worker that handles keys. Its attachment is the port to the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyJob;

/// Where one can be in ordering a seed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OrderPlace {
    /// The vendor's steps.
    Guide,
    /// Making a key pair.
    Key,
    /// Making a password.
    Password,
    /// Looking at a private key file.
    Examine,
}

/// Ordering a seed file, while it is in sight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrderView {
    /// The vendor's steps.
    Guide(OrderGuideView),
    /// Making a key pair.
    Key(KeyView),
    /// Making a password.
    Password(PasswordView),
    /// Looking at a private key file.
    Examine(ExamineView),
}

impl OrderView {
    /// Where that is.
    pub fn place(&self) -> OrderPlace {
        match self {
            Self::Guide(_) => OrderPlace::Guide,
            Self::Key(_) => OrderPlace::Key,
            Self::Password(_) => OrderPlace::Password,
            Self::Examine(_) => OrderPlace::Examine,
        }
    }

    /// What a dropped file is taken for, when it is a private key: the saved one as proof, or one to examine.
    pub fn takes_key(&self) -> bool {
        match self {
            Self::Key(KeyView::Made(made)) => !made.checking,
            Self::Examine(_) => true,
            Self::Guide(_) | Self::Key(_) | Self::Password(_) => false,
        }
    }
}

/// A step of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OrderStep {
    /// Find the order on the vendor's page.
    Find,
    /// Show that the tokens arrived.
    Verify,
    /// One file, or one for each shipment.
    Files,
    /// Password, key, or both.
    Encryption,
    /// Which of the vendor's formats.
    Format,
    /// The vendor looks at the request.
    Request,
    /// The e-mail with the link.
    Mail,
    /// Download the file.
    Download,
    /// Open it here.
    Open,
    /// Confirm the download.
    Confirm,
}

/// The vendor's steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderGuideView {
    /// Names of the vendors whose particulars are known, and one for all others.
    pub vendors: Vec<String>,
    /// Whose order it is, by its place among them.
    pub vendor: u32,
    /// The steps, in order.
    pub steps: Vec<OrderStepView>,
}

/// A step, ready to print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderStepView {
    /// Which.
    pub step: OrderStep,
    /// Its name.
    pub title: String,
    /// What to have at hand, as a list without a full stop.
    pub at_hand: String,
    /// The user ticked it.
    pub done: bool,
    /// What to read and to press, in order.
    pub items: Vec<OrderItem>,
}

/// Something within a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrderItem {
    /// Text, or a link that opens in another tab.
    Say(GuideItem),
    /// What can be chosen, and what each is for.
    Choices(Vec<(String, String)>),
    /// A button that leads into a tool.
    Lead(OrderPlace),
    /// A button that opens the file that came.
    Open,
}

/// The kind of a key pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyAlgorithm {
    /// What every program can use.
    #[default]
    Rsa3072,
    /// The same, longer and slower.
    Rsa4096,
    /// Short and fast; programs before 2014 cannot use it.
    Curve25519,
}

impl KeyAlgorithm {
    /// All of them, in the order of the choice.
    pub const ALL: [Self; 3] = [Self::Rsa3072, Self::Rsa4096, Self::Curve25519];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rsa3072 => "RSA 3072",
            Self::Rsa4096 => "RSA 4096",
            Self::Curve25519 => "Curve25519",
        }
    }

    /// A line about it for the choice.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Rsa3072 => "Works with every vendor's program. Takes some seconds to make",
            Self::Rsa4096 => "Longer than needed, if a policy demands it. Can take a minute to make",
            Self::Curve25519 => {
                "Made at once, but GnuPG 1.4 and WinGPG cannot use it. Only if the vendor says so"
            }
        }
    }
}

/// A key pair that is to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyWish {
    /// Whose it is.
    pub name: String,
    /// The e-mail address that the vendor knows.
    pub email: String,
    /// Its kind.
    pub algorithm: KeyAlgorithm,
}

/// A key pair on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyView {
    /// The form.
    Form {
        /// What was asked for last.
        wish: KeyWish,
        /// Why nothing was made.
        problem: Option<String>,
        /// Counts the answers.
        attempt: u32,
    },
    /// It is being made.
    Making {
        /// What it does, as a sentence without a full stop.
        what: String,
        /// What its time goes into, as a sentence.
        hint: String,
    },
    /// It is there, and its private part has to be saved and given back.
    Made(MadeKeyView),
    /// The private part is safe: the public one may go out.
    Proved(PublicKeyView),
}

/// A key pair whose private part is not known to be saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeKeyView {
    /// What it is.
    pub facts: KeyFacts,
    /// The name the private part is saved under.
    pub file_name: String,
    /// It was handed to the browser to save.
    pub saved: bool,
    /// The name of the file that was given back.
    pub returned: Option<String>,
    /// The passphrase is being tried.
    pub checking: bool,
    /// Why the last file or passphrase did not do.
    pub problem: Option<String>,
    /// Counts the answers.
    pub attempt: u32,
}

/// A public key for the vendor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKeyView {
    /// What it is.
    pub facts: KeyFacts,
    /// The armored block.
    pub text: String,
    /// The name it is saved under.
    pub file_name: String,
    /// The name the private part was saved under.
    pub private_name: String,
    /// It was handed to the browser to save.
    pub saved: bool,
}

/// What a key file says of a key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyFacts {
    /// Whose it is: names and addresses.
    pub users: Vec<String>,
    /// The primary key and its subkeys.
    pub parts: Vec<KeyPart>,
}

/// A primary key or subkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyPart {
    /// *Primary key*, or *Subkey*.
    pub role: String,
    /// The algorithm, with the size.
    pub algorithm: String,
    /// 16 hexadecimal digits.
    pub id: String,
    /// The whole fingerprint in groups of four.
    pub fingerprint: String,
    /// The day it was made.
    pub created: String,
    /// The day it ends, if it does.
    pub expires: Option<String>,
    /// How the private part is kept.
    pub protection: String,
    /// Whether a message can be encrypted for it.
    pub encrypts: bool,
    /// It was revoked.
    pub revoked: bool,
}

/// A key file that is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExamineView {
    /// Its name.
    pub file: Option<String>,
    /// It is being read.
    pub reading: bool,
    /// The keys in it.
    pub keys: Vec<KeyFacts>,
    /// Why nothing is shown of it, with a remedy.
    pub problem: Option<String>,
}

/// What a password is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PasswordWish {
    /// Single characters.
    Characters {
        /// How many.
        length: u8,
        /// Among them capital letters.
        capitals: bool,
        /// Among them digits.
        digits: bool,
        /// Among them signs.
        signs: PasswordSigns,
    },
    /// Words with hyphens between them.
    Words {
        /// How many.
        count: u8,
    },
}

/// Which signs a password may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PasswordSigns {
    /// None.
    None,
    /// Those that web forms leave alone.
    Safe,
    /// Also quotes, slashes, angle brackets and others that web filters may change.
    All,
}

impl PasswordWish {
    /// Fewest and most characters.
    pub const LENGTHS: (u8, u8) = (12, 64);
    /// Fewest and most words.
    pub const COUNTS: (u8, u8) = (4, 12);
    /// Words, when nothing else was chosen.
    pub const WORDS: Self = Self::Words { count: 6 };
}

impl Default for PasswordWish {
    fn default() -> Self {
        Self::Characters { length: 20, capitals: true, digits: true, signs: PasswordSigns::Safe }
    }
}

/// The maker of passwords.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordView {
    /// What it makes.
    pub wish: PasswordWish,
    /// How many bits of chance are in it, rounded down.
    pub bits: u16,
}
