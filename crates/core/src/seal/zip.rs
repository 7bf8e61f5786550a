//! Zip archives with one file, encrypted with `WinZip` AES of 256 bits.

use std::io::{Cursor, Write};

use seedferry_protocol::{Exposed, Passphrase};
use zip::{AesMode, AesSalt, CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{SLICE, SealProblem};
use crate::entropy::Entropy;

/// Bytes of a salt for AES-256.
const SALT: usize = 16;

/// An archive that is being written.
pub(super) struct Zip {
    writer: ZipWriter<Cursor<Vec<u8>>>,
    content: Exposed,
    done: usize,
    failed: bool,
}

impl Zip {
    /// Writes the head. The salt is drawn for this file alone: the key stream depends on it and the password only.
    pub(super) fn begin(
        content: Exposed,
        name: &str,
        password: &Passphrase,
        entropy: &mut Entropy,
    ) -> Result<Self, SealProblem> {
        let salt = entropy.draw(SALT).ok_or(SealProblem::NoRandomness)?;
        let salt = AesSalt::try_new(AesMode::Aes256, &salt).map_err(|_| SealProblem::Zip)?;
        // EXPOSE: to derive the key.
        let password = password.expose().as_bytes();
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::DEFLATE)
            .with_aes_encryption_and_salt(password, salt);
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(name, options).map_err(|_| SealProblem::Zip)?;
        Ok(Self { writer, content, done: 0, failed: false })
    }

    /// Writes one slice; whether more is to be done.
    pub(super) fn work(&mut self) -> bool {
        // EXPOSE: to encrypt it.
        let rest = self.content.expose().get(self.done..).unwrap_or_default();
        let slice = rest.get(..SLICE).unwrap_or(rest);
        self.failed |= self.writer.write_all(slice).is_err();
        self.done += slice.len();
        slice.len() < rest.len() && !self.failed
    }

    /// Writes the directory. Call [`Zip::work`] before, until nothing is left.
    pub(super) fn finish(self) -> Result<Vec<u8>, SealProblem> {
        if self.failed {
            return Err(SealProblem::Zip);
        }
        self.writer.finish().map(Cursor::into_inner).map_err(|_| SealProblem::Zip)
    }
}
