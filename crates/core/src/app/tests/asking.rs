//! The words of questions, failures and warnings, whole, as the page shows them.

use seedferry_protocol::{AskKind, Event, FailureView, OfferedFile, StageView};

use super::{Answer, Cause, KeyFile, Lock, OpenerReport, Recipient, Story, Unreadable, key};

/// What is asked, what helps, and why an answer did not do.
struct Words<'w> {
    title: &'w str,
    hint: &'w str,
    problem: &'w str,
}

/// Two tries on a layer in `a.pgp`: the question, and the words about the answer that did not do.
fn check(needs: Cause, wrong: Cause, kind: AskKind, words: &Words<'_>) {
    let mut story = Story::default();
    story.offer("a.pgp").fails(&["a.pgp", "b.zip"], needs);
    let asked = story.asks();
    assert_eq!((asked.kind, asked.title.as_str(), asked.hint.as_str()), (kind, words.title, words.hint));
    assert_eq!((asked.path, asked.problem), (vec!["a.pgp".to_owned(), "b.zip".to_owned()], None));
    if kind == AskKind::PrivateKey {
        let key_file = KeyFile::new("other.asc".to_owned(), b"key".to_vec());
        let opening = story.id();
        story.answered(Answer::KeyFileRead { opening, key_file });
    } else {
        story.types("no");
    }
    story.fails(&["a.pgp", "b.zip"], wrong);
    let asked = story.asks();
    assert_eq!((asked.title.as_str(), asked.hint.as_str()), (words.title, words.hint), "the question stays");
    assert_eq!(asked.problem.as_deref(), Some(words.problem));
}

impl Story {
    fn asks(&self) -> seedferry_protocol::AskView {
        match &self.opening.as_ref().unwrap().stage {
            StageView::Asks(ask) => ask.clone(),
            stage => panic!("nothing is asked for, but {stage:?}"),
        }
    }

    fn failure(&self) -> FailureView {
        match &self.opening.as_ref().unwrap().stage {
            StageView::Failed(failure) => failure.clone(),
            stage => panic!("nothing has failed, but {stage:?}"),
        }
    }
}

fn lock(lock: &Lock, kind: AskKind, words: &Words<'_>) {
    check(Cause::NeedsPassphrase(lock.clone()), Cause::WrongPassphrase(lock.clone()), kind, words);
}

#[test]
fn questions_for_passwords_and_passphrases_in_words() {
    lock(
        &Lock::Zip,
        AskKind::ZipPassword,
        &Words {
            title: "b.zip needs its password",
            hint: "The password that was chosen, or shown, when the seed file was ordered",
            problem: "That password does not open it. Check for typing errors and that it is not the password of \
                      another file. Copy it without blanks around it. Web filters may have altered special \
                      characters: ask the vendor for a password of letters and digits. An old kind of zip that is \
                      damaged can look the same: if you are sure, download it again.",
        },
    );
    lock(
        &Lock::Message,
        AskKind::MessagePassphrase,
        &Words {
            title: "b.zip needs its passphrase",
            hint: "The passphrase that was agreed on when the seed file was ordered",
            problem: "That passphrase does not open it. Check for typing errors and that it is not the passphrase of \
                      another file. A message that was changed on the way looks the same: if you are sure, download \
                      it again.",
        },
    );
    lock(
        &Lock::PrivateKey { key: key(), file: "me.asc".to_owned() },
        AskKind::KeyPassphrase,
        &Words {
            title: "Passphrase of the private key 9A3F0011223344FF (RSA 3072)",
            hint: "Not the password of the seed file: the one that protects your own key",
            problem: "That passphrase does not open it. It is the one you chose when you made that key, not the \
                      password of the seed file. Capital letters and the keyboard's language matter.",
        },
    );
    lock(
        &Lock::Container,
        AskKind::ContainerPassphrase,
        &Words {
            title: "b.zip needs its passphrase",
            hint: "The passphrase that was agreed on when the PSKC file was ordered",
            problem: "That passphrase does not open it. Check for typing errors, capital letters and blanks around \
                      it, and that it is not the passphrase of another file. If you are sure, download the file again.",
        },
    );
    for (name, title) in [
        (None, "b.zip needs its pre-shared key"),
        (Some("Depot".to_owned()), "b.zip needs its pre-shared key, called “Depot”"),
    ] {
        lock(
            &Lock::SharedKey { name },
            AskKind::SharedKey,
            &Words {
                title,
                hint: "32, 48 or 64 hexadecimal digits, or Base64. The vendor sends the key apart from the file",
                problem: "That key does not open it. The key has 32, 48 or 64 hexadecimal digits, or 16, 24 or 32 \
                          bytes in Base64 or in a file of its own. Check that it is whole and belongs to this file. A \
                          passphrase is something else: it opens no container that wants a key.",
            },
        );
    }
}

#[test]
fn questions_for_keys_in_words() {
    let hint = "Choose the file with your private key, for example the one exported from Kleopatra or WinGPG. A key \
                made here has its id in the name of the file";
    let hidden = Recipient { key_id: None, algorithm: "Curve25519".to_owned() };
    let other = Recipient { key_id: Some("0123456789ABCDEF".to_owned()), algorithm: "RSA 2048".to_owned() };
    let me = Recipient { key_id: Some("FEDCBA9876543210".to_owned()), algorithm: "Curve25519".to_owned() };
    let keys = |recipients: &[Recipient], wrong: Cause, title: &str, problem: &str| {
        let words = Words { title, hint, problem };
        check(Cause::NeedsKey(recipients.to_vec()), wrong, AskKind::PrivateKey, &words);
    };
    let belongs = "Choose the private key that belongs to the public key you gave to the vendor, or give the vendor \
                   the right one and have the file sent again.";
    let wrong = |recipients: &[Recipient], offered: &[Recipient]| Cause::WrongKey {
        recipients: recipients.to_vec(),
        offered: offered.to_vec(),
    };
    keys(
        &[key()],
        wrong(&[key()], core::slice::from_ref(&other)),
        "b.zip is encrypted for 9A3F0011223344FF (RSA 3072)",
        &format!("That file holds 0123456789ABCDEF (RSA 2048), which does not open this message. {belongs}"),
    );
    keys(
        &[key(), hidden.clone()],
        wrong(&[key(), hidden], &[other, me]),
        "b.zip is encrypted for 9A3F0011223344FF (RSA 3072), a hidden recipient (Curve25519)",
        &format!(
            "That file holds 0123456789ABCDEF (RSA 2048), FEDCBA9876543210 (Curve25519), which does not open this message. {belongs}"
        ),
    );
    keys(
        &[],
        wrong(&[], &[]),
        "b.zip is encrypted for a key",
        &format!("That file holds no private key. {belongs}"),
    );
    keys(
        &[key()],
        Cause::NeedsKey(vec![key()]),
        "b.zip is encrypted for 9A3F0011223344FF (RSA 3072)",
        "That file holds no private key. Choose the file with your private key: the one whose public key the vendor \
         has. GnuPG and Kleopatra export it as .asc or .gpg.",
    );
}

#[test]
fn a_key_file_that_cannot_be_read_in_words() {
    let mut story = Story::default();
    story.offer("a.pgp").fails(&["a.pgp"], Cause::NeedsKey(vec![key()]));
    let opening = story.id();
    story.answered(Answer::KeyFileUnreadable { opening, name: "huge.bin".to_owned() });
    let problem = "huge.bin could not be read, or is too large for a key file. Choose another file";
    assert_eq!(story.asks().problem.as_deref(), Some(problem));
}

#[test]
fn failures_in_words() {
    let check =
        |happens: &dyn Fn(&mut Story), kind: &str, path: &[&str], title: &str, remedy: &str, retry: bool| {
            let mut story = Story::default();
            story.does(Event::FilesOffered(
                ["a.zip", "b.csv"].map(|name| OfferedFile { name: name.to_owned(), size: 1 }).to_vec(),
            ));
            story.does(Event::OpenerStarted(story.id()));
            happens(&mut story);
            let path = path.iter().map(ToString::to_string).collect();
            let [kind, title, remedy] = [kind, title, remedy].map(str::to_owned);
            assert_eq!(story.failure(), FailureView { kind, title, path, remedy, retry });
        };
    check(
        &|story| {
            story.does(Event::OpenerDied { opening: story.id() });
        },
        "damaged",
        &["a.zip", "b.csv"],
        "The file made its reader stop",
        "Nothing else was harmed: what was open is still open. The file may be damaged, or too large for this browser. \
         Download it again, or try another browser",
        true,
    );
    let unreadable =
        |why: Unreadable| OpenerReport::Unreadable { name: "b.csv".to_owned(), why, beside: false };
    check(
        &|story| {
            story.says(unreadable(Unreadable::TooLarge { limit: 64 << 20 }));
        },
        "too-large",
        &["b.csv"],
        "b.csv is larger than 64 MiB",
        "A seed file is much smaller. Check that this is the file the vendor sent",
        true,
    );
    check(
        &|story| {
            story.says(unreadable(Unreadable::Gone));
        },
        "damaged",
        &["b.csv"],
        "b.csv cannot be read",
        "If it is a folder, choose the files in it. If it was moved or changed since it was chosen, choose it again",
        true,
    );
    check(
        &|story| {
            story.fails(&["a.zip", "seeds.csv"], Cause::Empty);
        },
        "empty",
        &["a.zip", "seeds.csv"],
        "seeds.csv is empty",
        "There are no tokens inside. Vendors' systems send an empty file when the public key they were given is cut off \
         or malformed: then give them the whole key. Otherwise ask for the file again.",
        false,
    );
}

#[test]
fn what_the_page_could_not_do_in_words() {
    let check = |event: Event, text: &str| {
        let mut story = Story::default();
        story.does(event);
        let texts: Vec<&str> = story.notices.iter().map(|notice| notice.text.as_str()).collect();
        assert_eq!(texts, [text]);
    };
    check(
        Event::SampleMissing("sample.zip".to_owned()),
        "sample.zip could not be fetched. Samples need the network once",
    );
    check(
        Event::LaunchFailed(vec!["a.zip".to_owned(), "b.csv".to_owned()]),
        "a.zip, b.csv could not be read. If it was moved or changed, or this page may not read it, choose it here",
    );
    check(
        Event::UpdateFailed,
        "The newer version could not be taken, and this one stays. Save what you need, close all tabs of this page, and \
         open it again",
    );
}
