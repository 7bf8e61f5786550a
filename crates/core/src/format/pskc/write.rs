//! Writes PSKC as figures 2, 6 and 7 of RFC 6030 show it, because that is all that some importers know: every element
//! with its prefix, no default namespace, and the parameters of PBKDF2 in no namespace.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use data_encoding::BASE64;
use seedferry_protocol::{Exposed, Passphrase, PskcKeyLength, PskcOptions, SeedText};
use zeroize::Zeroizing;

use super::{
    super::{output::Output, xml::escape},
    crypto::Hash,
    given::raw_key,
    seal::Sealing,
    user_id,
};
use crate::{
    encoding::write_as,
    entropy::Entropy,
    secret::Seed,
    token::{HashFunction, OathType, Token},
};

/// Room for an ordinary key, in bytes.
const ELEMENT: usize = 1_200;

/// Bytes of salt.
const SALT: usize = 16;

/// Rounds of PBKDF2, and what old importers are quicker with.
const ROUNDS: u32 = 100_000;
const FEW_ROUNDS: u32 = 1_000;

/// What the values are encrypted with.
#[derive(Clone, Copy)]
pub(crate) enum Protection<'o> {
    /// Nothing.
    Clear,
    /// A pre-shared key in hexadecimal or Base64.
    Key(&'o Passphrase),
    /// A passphrase.
    Passphrase(&'o Passphrase),
}

/// Whether a text is a pre-shared key: 16, 24 or 32 bytes in hexadecimal or Base64.
pub(crate) fn is_key(typed: &Passphrase) -> bool {
    // EXPOSE: only looked at.
    raw_key(typed.expose()).is_some()
}

/// Makes a pre-shared key, in hexadecimal; `None` without a source of random bytes.
pub(crate) fn make_key(length: PskcKeyLength, entropy: &mut Entropy) -> Option<Passphrase> {
    Some(Passphrase::new(data_encoding::HEXUPPER.encode(&entropy.draw(length.bytes())?)))
}

/// Writes tokens; one without serial number or seed is left out. `None` when the key is none, or when there is no
/// source of random bytes for it.
pub(crate) fn write(
    tokens: &[&Token],
    protection: Protection<'_>,
    options: &PskcOptions,
    entropy: &mut Entropy,
) -> Option<Exposed> {
    let mut writer = Writer {
        output: Output::with_capacity(tokens.len().saturating_mul(ELEMENT)),
        options,
        sealing: None,
        ids: tokens.iter().filter_map(|token| Some(Cow::Borrowed(token.serial.as_ref()?.as_str()))).collect(),
        counts: HashMap::new(),
    };
    writer.output.push(HEAD);
    writer.protect(protection, entropy)?;
    for token in tokens {
        writer.package(token, entropy)?;
    }
    writer.output.push("</pskc:KeyContainer>\n");
    Some(writer.output.finish())
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<pskc:KeyContainer Version=\"1.0\"
  xmlns:pskc=\"urn:ietf:params:xml:ns:keyprov:pskc\"
  xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"
  xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\"
  xmlns:xenc11=\"http://www.w3.org/2009/xmlenc11#\"
  xmlns:pkcs5=\"http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#\">
";

/// A container while it is written.
struct Writer<'t> {
    output: Output,
    options: &'t PskcOptions,
    sealing: Option<(Sealing, &'static str)>,
    /// Serial numbers of all tokens and ids that were made of them: ids are unique (RFC 6030 §4.3).
    ids: HashSet<Cow<'t, str>>,
    /// How often each serial number came.
    counts: HashMap<&'t str, u32>,
}

impl<'t> Writer<'t> {
    /// Says how the values are encrypted, and gets ready to.
    fn protect(&mut self, protection: Protection<'_>, entropy: &mut Entropy) -> Option<()> {
        let key = match protection {
            Protection::Clear => return Some(()),
            Protection::Key(typed) => self.shared_key(typed)?,
            Protection::Passphrase(passphrase) => self.derived_key(passphrase, entropy)?,
        };
        let (hash, method) = if self.options.sha256_codes {
            (Hash::Sha256, "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")
        } else {
            (Hash::Sha1, "http://www.w3.org/2000/09/xmldsig#hmac-sha1")
        };
        let sealing = Sealing::new(&key, hash, entropy)?;
        let cipher = match key.len() {
            16 => "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
            24 => "http://www.w3.org/2001/04/xmlenc#aes192-cbc",
            _ => "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
        };
        let mac_key = sealing.mac_key(entropy)?;
        self.push(&["  <pskc:MACMethod Algorithm=\"", method, "\">\n    <pskc:MACKey>\n"]);
        self.encrypted(cipher, &mac_key);
        self.output.push("    </pskc:MACKey>\n  </pskc:MACMethod>\n");
        self.sealing = Some((sealing, cipher));
        Some(())
    }

    fn shared_key(&mut self, typed: &Passphrase) -> Option<Zeroizing<Vec<u8>>> {
        self.output.push(
            "  <pskc:EncryptionKey>\n    <ds:KeyName>Pre-shared-key</ds:KeyName>\n  </pskc:EncryptionKey>\n",
        );
        // EXPOSE: the key that encrypts the file.
        raw_key(typed.expose())
    }

    fn derived_key(&mut self, passphrase: &Passphrase, entropy: &mut Entropy) -> Option<Zeroizing<Vec<u8>>> {
        let salt = entropy.draw(SALT)?;
        let rounds = if self.options.few_rounds { FEW_ROUNDS } else { ROUNDS };
        let length = self.options.key_length.bytes();
        self.push(&[
            "  <pskc:EncryptionKey>\n    <xenc11:DerivedKey>\n      <xenc11:KeyDerivationMethod",
            " Algorithm=\"http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2\">\n",
            "        <pkcs5:PBKDF2-params>\n          <Salt>\n            <Specified>",
            &BASE64.encode(&salt),
            "</Specified>\n          </Salt>\n          <IterationCount>",
            &rounds.to_string(),
            "</IterationCount>\n          <KeyLength>",
            &length.to_string(),
            "</KeyLength>\n          <PRF/>\n        </pkcs5:PBKDF2-params>\n",
            "      </xenc11:KeyDerivationMethod>\n    </xenc11:DerivedKey>\n  </pskc:EncryptionKey>\n",
        ]);
        // EXPOSE: the key that encrypts the file is derived from it.
        Some(Hash::Sha1.derive_key(passphrase.expose().as_bytes(), &salt, rounds, length))
    }

    fn package(&mut self, token: &'t Token, entropy: &mut Entropy) -> Option<()> {
        let Some((serial, seed)) = token.serial.as_ref().zip(token.seed.as_ref()) else {
            return Some(());
        };
        self.output.push("  <pskc:KeyPackage>\n    <pskc:DeviceInfo>\n");
        let device = [
            ("Manufacturer", token.manufacturer.as_deref()),
            ("SerialNo", Some(serial.as_str())),
            ("Model", token.model.as_deref()),
        ];
        for (name, text) in device {
            self.element("      ", name, text);
        }
        self.output.push("    </pskc:DeviceInfo>\n");
        self.key(token, serial.as_str());
        self.secret(seed, entropy)?;
        self.moving_factor(token);
        self.output.push("      </pskc:Data>\n");
        let user = token.upn.as_deref().and_then(|upn| user_id::write(upn, self.options.users));
        self.element("      ", "UserId", user.as_deref());
        self.output.push("    </pskc:Key>\n  </pskc:KeyPackage>\n");
        Some(())
    }

    /// Begins the key: its id, type, hash function and digits.
    fn key(&mut self, token: &Token, serial: &'t str) {
        let id = self.id(serial);
        let id = escape(&id).replace('"', "&quot;");
        let algorithm = if token.oath_type == OathType::Hotp { "hotp" } else { "totp" };
        self.push(&["    <pskc:Key Id=\"", &id]);
        self.push(&["\" Algorithm=\"urn:ietf:params:xml:ns:keyprov:pskc:", algorithm, "\">\n"]);
        self.output.push("      <pskc:AlgorithmParameters>\n");
        self.element("        ", "Suite", self.suite(token));
        let digits = token.digits_or_assumed().0.get().to_string();
        self.push(&["        <pskc:ResponseFormat Length=\"", &digits, "\" Encoding=\"DECIMAL\"/>\n"]);
        self.output.push("      </pskc:AlgorithmParameters>\n      <pskc:Data>\n");
    }

    /// The serial number, with a number behind it where it came before.
    fn id(&mut self, serial: &'t str) -> Cow<'t, str> {
        let count = self.counts.entry(serial).or_insert(0);
        *count = count.saturating_add(1);
        if *count == 1 {
            return Cow::Borrowed(serial);
        }
        let numbered = (*count..).map(|number| Cow::Owned(format!("{serial}#{number}")));
        let free = numbered.into_iter().find(|id: &Cow<'_, str>| self.ids.insert(id.clone()));
        free.unwrap_or(Cow::Borrowed(serial))
    }

    /// SHA-1 is what every importer takes without a word, and some take no word at all.
    fn suite(&self, token: &Token) -> Option<&'static str> {
        match (token.hash_or_assumed().0, self.options.short_suite) {
            (HashFunction::Sha1, _) => None,
            (hash, true) => Some(hash.id()),
            (HashFunction::Sha256, false) => Some("HMAC-SHA256"),
            (HashFunction::Sha512, false) => Some("HMAC-SHA512"),
        }
    }

    fn secret(&mut self, seed: &Seed, entropy: &mut Entropy) -> Option<()> {
        let Some((sealing, cipher)) = &self.sealing else {
            self.output.push("        <pskc:Secret><pskc:PlainValue>");
            self.output.push(&write_as(seed, SeedText::Base64));
            self.output.push("</pskc:PlainValue></pskc:Secret>\n");
            return Some(());
        };
        // EXPOSE: the seed is encrypted for a file that the user asked for.
        let (sealed, cipher) = (sealing.seal(seed.expose(), entropy)?, *cipher);
        self.output.push("        <pskc:Secret>\n          <pskc:EncryptedValue>\n");
        self.encrypted(cipher, &sealed.cipher_value);
        self.push(&["          </pskc:EncryptedValue>\n          <pskc:ValueMAC>", &sealed.code]);
        self.output.push("</pskc:ValueMAC>\n        </pskc:Secret>\n");
        Some(())
    }

    /// The counter, or the interval with the beginning of time (RFC 6030 §4.3.4).
    fn moving_factor(&mut self, token: &Token) {
        if token.oath_type == OathType::Hotp {
            return self.number("Counter", token.counter.unwrap_or_default());
        }
        self.number("Time", 0);
        self.number("TimeInterval", u64::from(token.interval_or_assumed().0.seconds()));
    }

    fn number(&mut self, name: &str, number: u64) {
        let number = number.to_string();
        self.push(&["        <pskc:", name, "><pskc:PlainValue>", &number]);
        self.push(&["</pskc:PlainValue></pskc:", name, ">\n"]);
    }

    fn encrypted(&mut self, cipher: &str, value: &str) {
        self.push(&["            <xenc:EncryptionMethod Algorithm=\"", cipher, "\"/>\n"]);
        self.push(&["            <xenc:CipherData><xenc:CipherValue>", value]);
        self.output.push("</xenc:CipherValue></xenc:CipherData>\n");
    }

    fn element(&mut self, indent: &str, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.push(&[indent, "<pskc:", name, ">", &escape(text), "</pskc:", name, ">\n"]);
        }
    }

    fn push(&mut self, pieces: &[&str]) {
        for piece in pieces {
            self.output.push(piece);
        }
    }
}
