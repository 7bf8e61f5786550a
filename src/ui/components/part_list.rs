//! The bodies or files of an export.

use seedferry_protocol::{Event as VaultEvent, PartView, SealKind};
use web_sys::HtmlInputElement;

use super::{Button, Confirm, Icon, Look, icon};
use crate::ui::hooks::{State, use_command, use_seal};
use crate::ui::prelude::*;
use crate::ui::{Command, words};

/// What a [`PartList`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct PartListProps {
    /// The parts, in order.
    pub(crate) parts: Vec<PartView>,
    /// They are handed over by copying: *Copy* stands out, not *Save*. Each can be ticked once it is created.
    pub(crate) guided: bool,
    /// They hold seeds that everybody can read unless they are sealed: then saving one takes another press.
    pub(crate) readable: bool,
}

/// Each part with *Copy* and *Save*, and whether that was done; the next one to hand over stands out. What is sealed cannot
/// be copied, except in the guide, which copies the body in clear.
#[component]
pub(crate) fn PartList(props: &PartListProps) -> Html {
    let (command, seal) = (use_command(), use_seal());
    let is_plain = seal.kind == SealKind::Plain;
    let copies = props.guided || is_plain;
    let asked = use_state_eq(|| None::<Command>);
    let save = use_callback((props.readable && is_plain, command.clone()), {
        let asked = asked.setter();
        move |save: Command, (in_clear, command)| {
            if *in_clear { asked.set(Some(save)) } else { command.emit(save) }
        }
    });
    let next = props.parts.iter().position(|part| !part.copied && !part.saved && !part.created);
    let look = |place: usize| {
        if Some(place) == next { Look::Primary } else { Look::Plain }
    };
    let numbered = (0_u32..).zip(props.parts.iter().enumerate());
    let items = numbered.map(|(number, (place, part))| {
        let looks = if props.guided { (look(place), Look::Plain) } else { (Look::Plain, look(place)) };
        let tick = if props.guided { created(number, part, &command) } else { Html::default() };
        item(number, part, looks, copies.then_some(&command), &save, tick)
    });
    html! {
        <>
            <ol class="part-list">{ for items }</ol>
            <div class="slot">{ save_all(props.parts.len(), &save) }</div>
            <p class="slot quiet" role="status">{ working(seal.working) }</p>
            <div class="slot">{ in_clear(&asked, &command) }</div>
        </>
    }
}

fn item(
    number: u32,
    part: &PartView,
    (copy_look, save_look): (Look, Look),
    copy: Option<&Callback<Command>>,
    save: &Callback<Command>,
    tick: Html,
) -> Html {
    let copy = copy.map(|copy| copy.reform(move |_: MouseEvent| Command::Copy { part: number }));
    let save = save.reform(move |_: MouseEvent| Command::Save { part: number });
    html! {
        <li key={number} class="part">
            <div class="part__words">
                <span class="part__name">{ &part.file_name }</span>
                <span class="part__range">{ range(part) }</span>
                <span class="part__done" role="status">{ done(part) }</span>
            </div>
            <div class="part__actions">
                if let Some(onclick) = copy {
                    <Button
                        label="Copy"
                        name={format!("Copy {}", part.file_name)}
                        icon={Icon::Copy}
                        look={copy_look}
                        {onclick}
                    />
                }
                <Button
                    label="Save"
                    name={format!("Save {}", part.file_name)}
                    icon={Icon::Save}
                    look={save_look}
                    onclick={save}
                />
            </div>
            <div class="slot">{ tick }</div>
        </li>
    }
}

/// The tick that a body is created. It is kept for its tokens, however the bodies are split later.
fn created(number: u32, part: &PartView, command: &Callback<Command>) -> Html {
    let onchange = command.reform(move |event: Event| {
        let done = event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked());
        Command::Send(VaultEvent::GuideBodyTicked { part: number, done })
    });
    let words = "Answered with 200 or 201";
    html! {
        <label class="option part__tick">
            <input type="checkbox" checked={part.created} aria-label={format!("{words}: {}", part.file_name)} {onchange} />
            <span>{ words }</span>
        </label>
    }
}

/// What saving in clear means, and the press that does it all the same.
fn in_clear(asked: &State<Option<Command>>, command: &Callback<Command>) -> Html {
    let Some(save) = (**asked).clone() else {
        return Html::default();
    };
    let setter = asked.setter();
    let on_close = Callback::from(move |()| setter.set(None));
    let on_yes = command.reform(move |()| save.clone());
    html! {
        <Confirm
            title="Save the seeds in clear?"
            text="Whoever gets hold of the file, from a disk, a backup or a mail, can make the codes of all its tokens. A zip with a password or an OpenPGP message keeps it closed. Delete what you save in clear as soon as it was used."
            yes="Save in clear"
            {on_yes}
            {on_close}
        />
    }
}

fn working(files: u32) -> String {
    if files == 0 { String::new() } else { words::sealing(files) }
}

fn save_all(parts: usize, command: &Callback<Command>) -> Html {
    let count = u32::try_from(parts).unwrap_or(u32::MAX);
    if count < 2 {
        return Html::default();
    }
    let command = command.clone();
    let onclick = Callback::from(move |_: MouseEvent| command.emit(Command::SaveAll { parts: count }));
    html! { <Button label={format!("Save all {}", words::grouped(count))} icon={Icon::Save} {onclick} /> }
}

fn range(part: &PartView) -> String {
    let tokens = words::tokens(part.tokens);
    if part.tokens == 1 {
        format!("{tokens}: {}", part.first)
    } else {
        format!("{tokens}: {} to {}", part.first, part.last)
    }
}

fn done(part: &PartView) -> Html {
    let word = match (part.created, part.copied, part.saved) {
        (true, ..) => "Done",
        (false, false, false) => return Html::default(),
        (false, true, false) => "Copied",
        (false, false, true) => "Saved",
        (false, true, true) => "Copied and saved",
    };
    html! { <>{ icon(Icon::Check) }{ word }</> }
}
