//! The samples that come with the page, known by their content: whatever else is opened in the demo is warned of.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// Size in bytes and SHA-256 of every file in `public/samples` that can be opened.
const SAMPLES: [(usize, &str); 5] = [
    (963, "690b06849987167f7314311e89032c4a23ba935671d998817615ac67298a10ee"),
    (588, "f1ba3127e2f6cb1365eed9479196d3bb88808922470ee1ad5110e9ae82cae1cd"),
    (914, "19b014e4b2a14f653a338e0032848d50e7b9a55af1c2c730fc6925f27edc89ea"),
    (1115, "263e330b303a2f1be2e47bf3b46687a99588d1a3a5027c1e6981708f576e63c4"),
    (5212, "58c77908e312f04481861de011a32cc99a7eeae9aaa36fdac77c43876a670b02"),
];

/// Whether this is the content of a sample, whatever the file is called.
pub fn is_sample(content: &[u8]) -> bool {
    // Another size needs no sum: most files are longer.
    let mut alike = SAMPLES.iter().filter(|(size, _)| *size == content.len()).peekable();
    alike.peek().is_some() && {
        let sum = HEXLOWER.encode(&Sha256::digest(content));
        alike.any(|(_, sample)| *sample == sum)
    }
}

#[cfg(test)]
mod tests {
    use super::{SAMPLES, is_sample};

    const FILES: [&[u8]; 5] = [
        include_bytes!("../../../public/samples/shipment-4711-aes.zip"),
        include_bytes!("../../../public/samples/shipment-4711-zipcrypto.zip"),
        include_bytes!("../../../public/samples/shipment-4711.pgp"),
        include_bytes!("../../../public/samples/shipment-4711-zip-in.pgp"),
        include_bytes!("../../../public/samples/sample-private-key.asc"),
    ];

    #[test]
    fn a_sample_is_known_by_its_content() {
        let check = |content: &[u8], known: bool| assert_eq!(is_sample(content), known, "{}", content.len());
        for file in FILES {
            check(file, true);
            let mut other = file.to_vec();
            other[file.len() / 2] ^= 1;
            check(&other, false);
            check(&file[1..], false);
        }
        check(b"", false);
        assert_eq!(FILES.len(), SAMPLES.len());
    }
}
