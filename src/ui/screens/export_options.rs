//! The options of the export panel: those of every target, and those of the chosen one.

use seedferry_protocol::{
    CsvEncoding, Event as VaultEvent, ExportOptions, ExportView, SeedText, TargetFormat,
};
use wasm_bindgen::JsCast;
use web_sys::{EventTarget, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::export_pskc::ExportPskc;
use crate::ui::components::{check_option, select_option, text_option};
use crate::ui::{Command, words};

/// Sizes offered for splitting.
const SIZES: [u32; 5] = [50, 100, 250, 500, 1_000];

/// Changes options by what a field holds.
type Set<T> = fn(&mut ExportOptions, T);

/// The options now, and who is told of changes.
struct Fields<'a> {
    now: &'a ExportOptions,
    command: &'a Callback<Command>,
}

/// The options of an export.
pub(super) fn options(export: &ExportView, selected: u32, command: &Callback<Command>) -> Html {
    let fields = Fields { now: &export.options, command };
    let now = fields.now;
    let selected_label = format!("Only the selected tokens ({})", words::grouped(selected));
    html! {
        <fieldset class="options">
            <legend>{ "Options" }</legend>
            { fields.check(&selected_label, "", now.selected_only, selected == 0 && !now.selected_only, |options, on| options.selected_only = on) }
            { fields.check("Tokens with errors too", "Where the format can carry them", now.with_errors, false, |options, on| options.with_errors = on) }
            <div class="options__special">{ fields.of_target(export) }</div>
            <div class="slot">{ fields.encoding_choice(export.target) }</div>
        </fieldset>
    }
}

/// How the bodies are split, for the guide.
pub(super) fn split(export: &ExportView, command: &Callback<Command>) -> Html {
    Fields { now: &export.options, command }.split_choice()
}

impl Fields<'_> {
    fn of_target(&self, export: &ExportView) -> Html {
        match export.target {
            TargetFormat::EntraJson => self.split_choice(),
            TargetFormat::EntraCsv => self.entra_csv(),
            TargetFormat::DualShield => self.dualshield(),
            TargetFormat::SalesforceCsv => {
                self.check("Only tokens with a user", "", self.now.only_with_user, false, |options, on| {
                    options.only_with_user = on;
                })
            }
            TargetFormat::BatchFile => self.check(
                "Leave the seeds out",
                "For somebody who must not have them",
                self.now.without_seeds,
                false,
                |options, on| {
                    options.without_seeds = on;
                },
            ),
            target @ (TargetFormat::Pskc | TargetFormat::PskcKey | TargetFormat::PskcPassphrase) => {
                html! { <ExportPskc {target} options={self.now.clone()} ready={export.obstacles.is_empty()} /> }
            }
            _ => Html::default(),
        }
    }

    fn entra_csv(&self) -> Html {
        let now = self.now;
        html! {
            <>
                { self.check("Leave the upn column out", "", now.without_upn, false, |options, on| options.without_upn = on) }
                { self.check("Spell the header timeinterval", "As older consumers want it", now.old_interval_header, false, |options, on| options.old_interval_header = on) }
                { self.check("Double single quotes in user names", "As older instructions want it", now.double_quotes, false, |options, on| options.double_quotes = on) }
            </>
        }
    }

    fn dualshield(&self) -> Html {
        let codes = &self.now.dualshield;
        html! {
            <>
                { self.seed_choice() }
                { self.text("Manufacturer code", "", &codes.manufacturer, |options, text| options.dualshield.manufacturer = text) }
                { self.text("Product code", "Empty: as the token has it", &codes.product, |options, text| options.dualshield.product = text) }
                { self.text("Product code of event-based tokens", "Without it they stay behind", &codes.event_product, |options, text| options.dualshield.event_product = text) }
            </>
        }
    }

    fn seed_choice(&self) -> Html {
        let now = self.now.seed_text;
        let choices = SeedText::ALL
            .into_iter()
            .map(|text| (text.name().to_owned(), text.name().to_owned(), text == now));
        let onchange = self.on::<HtmlSelectElement, _>(HtmlSelectElement::value, |options, name| {
            let chosen = SeedText::ALL.into_iter().find(|text| text.name() == name);
            options.seed_text = chosen.unwrap_or_default();
        });
        select_option("Seeds as", choices, onchange)
    }

    fn encoding_choice(&self, target: TargetFormat) -> Html {
        if !target.is_table() {
            return Html::default();
        }
        let now = self.now.encoding;
        let choices = CsvEncoding::ALL
            .into_iter()
            .map(|(encoding, name)| (name.to_owned(), name.to_owned(), encoding == now));
        let onchange = self.on::<HtmlSelectElement, _>(HtmlSelectElement::value, |options, name| {
            let chosen = CsvEncoding::ALL.into_iter().find(|(_, other)| *other == name);
            options.encoding = chosen.map(|(encoding, _)| encoding).unwrap_or_default();
        });
        select_option("Characters as", choices, onchange)
    }

    fn split_choice(&self) -> Html {
        let now = self.now.per_body;
        // A size that came from elsewhere is offered too, or the choice would show a wrong one.
        let other = now.filter(|size| !SIZES.contains(size) && *size != ExportOptions::ALL_IN_ONE);
        let sizes = SIZES.into_iter().chain(other);
        let size =
            |size: u32| (size.to_string(), format!("At most {}", words::tokens(size)), now == Some(size));
        let fitting = (String::new(), "As many as a request takes".to_owned(), now.is_none());
        let all = ExportOptions::ALL_IN_ONE;
        let all = (all.to_string(), "All in one".to_owned(), now == Some(all));
        let onchange = self.on::<HtmlSelectElement, _>(HtmlSelectElement::value, |options, size| {
            options.per_body = size.parse().ok();
        });
        select_option(
            "Split into bodies",
            core::iter::once(fitting).chain(sizes.map(size)).chain([all]),
            onchange,
        )
    }

    fn check(&self, label: &str, hint: &str, checked: bool, disabled: bool, set: Set<bool>) -> Html {
        let onchange = self.on::<HtmlInputElement, _>(HtmlInputElement::checked, set);
        check_option(label, hint, checked, disabled, onchange)
    }

    fn text(&self, label: &str, hint: &str, value: &str, set: Set<String>) -> Html {
        let onchange = self.on::<HtmlInputElement, _>(|input| input.value().trim().to_owned(), set);
        text_option(label, hint, value, onchange)
    }

    /// Sends the options as a field changes them.
    fn on<E: JsCast + AsRef<EventTarget> + 'static, T: 'static>(
        &self,
        value: fn(&E) -> T,
        set: Set<T>,
    ) -> Callback<Event> {
        let (command, now) = (self.command.clone(), self.now.clone());
        Callback::from(move |event: Event| {
            let Some(field) = event.target_dyn_into::<E>() else {
                return;
            };
            let mut changed = now.clone();
            set(&mut changed, value(&field));
            command.emit(Command::Send(VaultEvent::ExportOptionsChanged(changed)));
        })
    }
}
