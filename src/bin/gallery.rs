#![allow(
    missing_docs,
    clippy::all,
    clippy::pedantic,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::unwrap_used
)]
use gloo::timers::callback::Timeout;
use seedferry::ui::*;
use seedferry_protocol::Event;
use seedferry_protocol::*;
use std::collections::BTreeSet;
use std::rc::Rc;
use yew::prelude::*;

fn main() {
    yew::Renderer::<Root>::new().render();
}

struct Root {
    panes: Panes,
    rows: Rc<RowCache>,
    revealed: Option<(TokenId, Rc<str>)>,
    send: Callback<Command>,
    vault: Vault,
    state: VaultState,
}
struct Vault {
    total: u32,
    snapshot: u32,
    selected: BTreeSet<u32>,
    sort: Option<SortOrder>,
    filter: FindingFilter,
    details: Option<u32>,
    removed: Option<u32>,
    search: String,
    findings: bool,
}
enum Msg {
    Cmd(Command),
    Rows(u32, u32, Vec<Row>),
    Panes,
}

fn cell(t: &str, a: bool) -> Cell {
    Cell {
        text: t.into(),
        assumed: a,
    }
}
fn row(v: &Vault, place: u32) -> Row {
    let i = if v.sort.is_some_and(|s| s.descending) {
        v.total - 1 - place
    } else {
        place
    };
    let worst = match i % 13 {
        3 => Some(Severity::Warning),
        7 => Some(Severity::Error),
        11 => Some(Severity::Note),
        _ => None,
    };
    Row {
        id: TokenId(i),
        selected: v.selected.contains(&i),
        serial: if i == 5 {
            String::new()
        } else {
            format!("{}", 4_711_000_000u64 + i as u64)
        },
        seed_bytes: if i % 13 == 7 {
            None
        } else {
            Some(if i % 5 == 0 { 32 } else { 20 })
        },
        hash: cell(if i % 5 == 0 { "SHA-256" } else { "SHA-1" }, i % 5 != 0),
        interval: cell(if i % 4 == 0 { "60" } else { "30" }, false),
        digits: cell("6", true),
        manufacturer: "Deepnet Security".into(),
        model: "SafeID/Mini".into(),
        upn: if i % 3 == 0 {
            format!("firstname.lastname{i}@contoso.example")
        } else {
            String::new()
        },
        source: format!("shipment-4711.csv, row {}", i + 2),
        worst,
        finding: match worst {
            Some(Severity::Error) => "The seed is not Base32: character 8 is “1”".into(),
            Some(Severity::Warning) => "Same seed as token 4711000001".into(),
            Some(_) => "Lower-case seed".into(),
            None => String::new(),
        },
        findings: if worst.is_some() { (i % 3 + 1) as u16 } else { 0 },
    }
}
fn finding(s: Severity, what: &str) -> FindingView {
    FindingView {
        severity: s,
        place: "shipment-4711.csv, row 9, column secret key".into(),
        what: what.into(),
        effect: "Microsoft Entra refuses this token.".into(),
        remedy: "Ask the vendor for the seed of this token, or leave it out.".into(),
    }
}
fn review(v: &Vault) -> ReviewView {
    let shown = if v.search.is_empty() {
        v.total
    } else {
        3.min(v.total)
    };
    ReviewView {
        snapshot: v.snapshot,
        shown,
        total: v.total,
        selected: v.selected.len() as u32,
        selected_hidden: 0,
        sort: v.sort,
        filter: v.filter,
        summary: SummaryView {
            sources: vec!["shipment-4711.csv (Entra MFA CSV) in shipment-4711-aes.zip".into()],
            errors: v.total / 13,
            warnings: v.total / 13,
            clean: v.total - v.total / 13 * 2,
            assumed: vec!["hash function SHA-1".into(), "6 digits".into()],
        },
        file_findings: if v.findings {
            vec![
                finding(
                    Severity::Warning,
                    "The header spells timeinterval, as older files do",
                ),
                finding(Severity::Note, "Two empty lines were skipped"),
            ]
        } else {
            vec![]
        },
        details: v.details.map(|i| {
            let r = row(
                &Vault {
                    sort: None,
                    selected: v.selected.clone(),
                    search: String::new(),
                    ..*v
                },
                i,
            );
            DetailsView {
                findings: if r.worst.is_some() {
                    vec![
                        finding(Severity::Error, "The seed is not Base32: character 8 is “1”"),
                        finding(Severity::Warning, "The UPN occurs twice in this file"),
                    ]
                } else {
                    vec![]
                },
                row: r,
            }
        }),
        undo_removal: v.removed,
    }
}
fn export(target: TargetFormat) -> ExportView {
    let part = |n: u32, c, s| PartView {
        file_name: if target == TargetFormat::EntraJson {
            format!("shipment-4711-{n}.json")
        } else {
            "shipment-4711.csv".into()
        },
        first: "4711000001".into(),
        last: "4711000250".into(),
        tokens: 250,
        copied: c,
        saved: s,
    };
    ExportView {
        target,
        options: ExportOptions {
            per_body: Some(250),
            ..Default::default()
        },
        going: 496,
        staying: vec![
            StayingView {
                serial: "4711000007".into(),
                reason: "The seed is not Base32".into(),
            },
            StayingView {
                serial: "4711000020".into(),
                reason: "No seed".into(),
            },
        ],
        staying_total: 2,
        losses: vec![LossView {
            what: "Number of digits: Entra takes 6 only, it is not written".into(),
            tokens: 3,
        }],
        parts: vec![part(1, true, false), part(2, false, false)],
    }
}
fn ask(kind: AskKind, title: &str, hint: &str, problem: Option<&str>) -> StageView {
    StageView::Asks(AskView {
        kind,
        title: title.into(),
        path: vec!["delivery.pgp".into(), "shipment-4711.zip".into()],
        hint: hint.into(),
        problem: problem.map(Into::into),
        attempt: 1,
    })
}

impl Root {
    fn refresh(&mut self) {
        self.vault.snapshot += 1;
        self.panes.apply(Pane::Review(Some(review(&self.vault))));
    }
    fn event(&mut self, ctx: &Context<Self>, e: Event) {
        match e {
            Event::RowsWanted {
                snapshot,
                start,
                count,
            } => {
                let shown = review(&self.vault).shown;
                let rows = (start..(start + count).min(shown))
                    .map(|i| row(&self.vault, i))
                    .collect();
                let link = ctx.link().clone();
                Timeout::new(5, move || link.send_message(Msg::Rows(snapshot, start, rows))).forget();
            }
            Event::TokenToggled(t) => {
                if !self.vault.selected.remove(&t.0) {
                    self.vault.selected.insert(t.0);
                }
                self.refresh();
            }
            Event::RangeSelected { from, to } => {
                for i in from..=to {
                    self.vault.selected.insert(i);
                }
                self.refresh();
            }
            Event::AllShownSelected => {
                self.vault.selected = (0..self.vault.total).collect();
                self.refresh();
            }
            Event::SelectionCleared => {
                self.vault.selected.clear();
                self.refresh();
            }
            Event::SortChanged(s) => {
                self.vault.sort = Some(s);
                self.refresh();
            }
            Event::FilterChanged(f) => {
                self.vault.filter = f;
                self.refresh();
            }
            Event::SearchChanged(s) => {
                self.vault.search = s;
                self.refresh();
            }
            Event::SelectedRemoved => {
                let n = self.vault.selected.len() as u32;
                self.vault.total -= n;
                self.vault.selected.clear();
                self.vault.removed = Some(n);
                self.refresh();
            }
            Event::RemovalUndone => {
                self.vault.total += self.vault.removed.take().unwrap_or(0);
                self.refresh();
            }
            Event::DetailsChosen(d) => {
                self.vault.details = d.map(|d| d.0);
                self.panes.apply(Pane::Review(Some(review(&self.vault))));
            }
            Event::ExportChosen(t) => self.panes.apply(Pane::Export(t.map(export))),
            Event::ExportOptionsChanged(o) => {
                let mut e = (**self.panes.export.as_ref().unwrap()).clone();
                e.options = o;
                self.panes.apply(Pane::Export(Some(e)));
            }
            Event::SeedRevealAsked(t) => self.revealed = Some((t, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".into())),
            Event::BatchClosed => self.panes = Panes::default(),
            Event::PassphraseGiven { .. } => {
                if let Some(o) = &self.panes.opening {
                    let mut o = (**o).clone();
                    if let StageView::Asks(a) = &mut o.stage {
                        a.attempt += 1;
                        a.problem = Some(
                            "Not the right password. Check capital letters and the language of the keyboard."
                                .into(),
                        );
                    }
                    self.panes.apply(Pane::Opening(Some(o)));
                }
            }
            _ => {}
        }
    }
}

impl Component for Root {
    type Message = Msg;
    type Properties = ();
    fn create(ctx: &Context<Self>) -> Self {
        let search = web_sys_search();
        let mut vault = Vault {
            total: 50_000,
            snapshot: 1,
            selected: BTreeSet::new(),
            sort: None,
            filter: FindingFilter::All,
            details: None,
            removed: None,
            search: String::new(),
            findings: false,
        };
        let mut panes = Panes::default();
        let file = |n: &str| {
            vec![OfferedFile {
                name: n.into(),
                size: 48_120,
            }]
        };
        let opening = |stage| {
            Pane::Opening(Some(OpeningView {
                id: OpeningId(1),
                files: file("delivery.pgp"),
                stage,
            }))
        };
        let mut state = VaultState::Ready;
        let mut revealed = None;
        match search.as_str() {
            "start" => {}
            "opening" => panes.apply(opening(StageView::Working { what: "Unlocking the message (S2K with 65 million bytes)".into(), percent: Some(42) })),
            "opening-busy" => panes.apply(opening(StageView::Working { what: "Reading the zip".into(), percent: None })),
            "ask-zip-password" => panes.apply(opening(ask(AskKind::ZipPassword, "shipment-4711.zip needs its password", "The vendor sends it separately, often in a second e-mail or by phone.", None))),
            "ask-message-passphrase" => panes.apply(opening(ask(AskKind::MessagePassphrase, "delivery.pgp needs its passphrase", "The message was sealed with a passphrase, not for a key.", Some("That passphrase does not open it. Check capital letters and the language of the keyboard.")))),
            "ask-private-key" => panes.apply(Pane::Opening(Some(OpeningView { id: OpeningId(1), files: file("shipment-4711.pgp"), stage: ask(AskKind::PrivateKey, "Encrypted for key 9A3F 12C4 55D0 8E71 (RSA 3072). Choose the private key file", "The key pair whose public key you sent to the vendor. Gpg4win exports it as .asc.", Some("That file holds key 0B11 22F3, not 9A3F 12C4. Choose another file."))  }))),
            "ask-key-passphrase" => panes.apply(Pane::Opening(Some(OpeningView { id: OpeningId(1), files: file("shipment-4711.pgp"), stage: ask(AskKind::KeyPassphrase, "Passphrase of that private key (not the password of the seed file)", "You chose it when you made the key pair.", None) }))),
            "failed" => panes.apply(opening(StageView::Failed(FailureView { kind: "damaged".into(), title: "shipment-4711.zip is damaged: the checksum of seeds.csv does not match".into(), path: vec!["delivery.pgp".into(), "shipment-4711.zip".into()], remedy: "Download the file again. If it stays so, ask the vendor to send it again.".into(), retry: true }))),
            s => {
                if s.contains("small") { vault.total = 12; }
                if s.contains("findings") { vault.findings = true; vault.removed = Some(3); }
                if s.contains("details") { vault.details = Some(7 + 13); }
                if s.contains("clean") { vault.details = Some(1); }
                if s.contains("revealed") { vault.details = Some(1); revealed = Some((TokenId(1), Rc::from("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"))); }
                if s.contains("selected") { vault.selected = (1..4).collect(); }
                panes.apply(Pane::Review(Some(review(&vault))));
                if s.contains("export") { panes.apply(Pane::Export(Some(export(if s.contains("csv") { TargetFormat::EntraCsv } else { TargetFormat::EntraJson })))); }
                if s.contains("clipboard") { panes.apply(Pane::Clipboard(Some(ClipboardView { refused: s.contains("refused") }))); panes.apply(Pane::Notices(vec![Notice { number: 1, severity: Severity::Note, text: "Copied shipment-4711-1.json".into() }, Notice { number: 2, severity: Severity::Error, text: "The browser did not save the file. Press Save again.".into() }])); }
                if s.contains("vault") { state = VaultState::Failed("The worker's file was altered on the way.".into()); }
            }
        }
        Self {
            panes,
            rows: Rc::default(),
            revealed,
            send: ctx.link().callback(Msg::Cmd),
            vault,
            state,
        }
    }
    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Rows(s, start, rows) => {
                if s != self.vault.snapshot {
                    return false;
                }
                Rc::make_mut(&mut self.rows).insert(s, start, rows);
                true
            }
            Msg::Panes => true,
            Msg::Cmd(c) => {
                let _ = web_sys::window().unwrap().set_name(&format!(
                    "{} | {c:?}",
                    web_sys::window().unwrap().name().unwrap_or_default()
                ));
                match c {
                    Command::Send(e) => self.event(ctx, e),
                    Command::HideSeed => self.revealed = None,
                    Command::CancelOpening(_) => self.panes.apply(Pane::Opening(None)),
                    Command::Wipe => self.panes = Panes::default(),
                    Command::ClearClipboard => self.panes.apply(Pane::Clipboard(None)),
                    _ => {}
                }
                true
            }
        }
    }
    fn view(&self, _: &Context<Self>) -> Html {
        html! { <ContextProvider<Callback<Command>> context={self.send.clone()}>
            <App panes={self.panes.clone()} rows={self.rows.clone()} revealed={self.revealed.clone()} vault={self.state.clone()} samples=true />
        </ContextProvider<Callback<Command>>> }
    }
}
fn web_sys_search() -> String {
    web_sys::window()
        .unwrap()
        .location()
        .search()
        .unwrap_or_default()
        .trim_start_matches('?')
        .to_string()
}
