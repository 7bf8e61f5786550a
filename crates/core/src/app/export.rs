//! The export panel: what goes, what stays behind, and each part on its way to the clipboard or a file.

use std::collections::BTreeSet;

use seedferry_protocol::{
    ClipboardView, CustomCsv, ExportOptions, ExportView, Exposed, LossView, PageEffect, PartView,
    StayingView, TargetFormat, Ticket, TokenProperty,
};

use super::{
    Effect, Model,
    guide::Created,
    layout, nothing_to_hand_over, page,
    review::{Review, count},
    save::{Holds, Outgoing},
    seal::Seals,
};
use crate::{
    conversion::{self, Loss, Part, Plan},
    entropy::Entropy,
    format::custom_csv::{self, SavedLayout},
    token::{Batch, SerialNumber, Token},
};

/// How a part is written: for a file, or for the clipboard.
type Write = fn(&Batch, &Plan, usize, &mut Entropy) -> Option<Exposed>;

/// An open export panel.
pub(super) struct Export {
    pub(super) target: TargetFormat,
    pub(super) options: ExportOptions,
    plan: Plan,
    copied: BTreeSet<u32>,
    saved: BTreeSet<u32>,
    /// Bodies whose tokens are all known to be created.
    created: BTreeSet<u32>,
    /// Presses that the page has not answered yet.
    pending: Vec<Pending>,
}

/// A part on its way to the clipboard or a file.
struct Pending {
    ticket: Ticket,
    part: u32,
    /// What is handed over holds seeds.
    seeds: bool,
}

impl Export {
    fn new(target: TargetFormat, options: ExportOptions, review: &Review, known: &Created) -> Self {
        let (batch, chosen) = (review.batch(), review.chosen(options.selected_only));
        let mut plan = conversion::plan_checked(batch, review.whole_findings(), &chosen, target, &options);
        let mut created = BTreeSet::new();
        if target == TargetFormat::EntraJson && !known.is_empty() {
            conversion::set_apart(batch, &mut plan, |token| known.has(token));
            let all = |part: &Part| {
                part.tokens.iter().all(|at| token(batch, *at).is_some_and(|token| known.has(token)))
            };
            created.extend((0u32..).zip(&plan.parts).filter(|(_, part)| all(part)).map(|(number, _)| number));
        }
        let (copied, saved) = (BTreeSet::new(), BTreeSet::new());
        Self { target, options, plan, copied, saved, created, pending: Vec::new() }
    }

    pub(super) fn view(&self, batch: &Batch, seals: &Seals) -> ExportView {
        let staying = self.plan.staying.iter().take(ExportView::LISTED);
        let losses = self.plan.losses.iter();
        ExportView {
            target: self.target,
            options: self.options.clone(),
            going: self.plan.parts.iter().map(|part| count(part.tokens.len())).sum(),
            staying: staying
                .map(|(at, problem)| StayingView { serial: serial(batch, Some(at)), reason: problem.what() })
                .collect(),
            staying_total: count(self.plan.staying.len()),
            losses: losses.map(|loss| loss_view(batch, loss)).collect(),
            parts: (0u32..)
                .zip(&self.plan.parts)
                .map(|(number, part)| self.part_view(batch, seals, number, part))
                .collect(),
            obstacles: self.plan.obstacles.clone(),
            layout: layout::view(self.target, &self.options, batch, &self.plan),
            seeds: self.holds_seeds(),
            guide: None,
            no_guide: None,
        }
    }

    /// The serial numbers that are written, in order.
    pub(super) fn serials(&self, batch: &Batch) -> Vec<String> {
        let going = self.plan.parts.iter().flat_map(|part| &part.tokens);
        going.map(|at| serial(batch, Some(at))).collect()
    }

    /// Whether what is written holds seeds.
    fn holds_seeds(&self) -> bool {
        match self.target {
            TargetFormat::BatchFile => !self.options.without_seeds,
            target => {
                let layout = layout::of(target, &self.options);
                layout.is_none_or(|layout| layout.has(TokenProperty::Seed))
            }
        }
    }

    /// What is written holds that.
    fn holds(&self) -> Holds {
        match (self.holds_seeds(), self.target.is_encrypted()) {
            (false, _) => Holds::NoSeeds,
            (true, true) => Holds::EncryptedSeeds,
            (true, false) => Holds::Seeds,
        }
    }

    fn part_view(&self, batch: &Batch, seals: &Seals, number: u32, part: &Part) -> PartView {
        PartView {
            file_name: seals.file_name(&part.file_name),
            first: serial(batch, part.tokens.first()),
            last: serial(batch, part.tokens.last()),
            tokens: count(part.tokens.len()),
            copied: self.copied.contains(&number),
            saved: self.saved.contains(&number),
            created: self.created.contains(&number),
        }
    }

    /// Ticks a body or takes its tick back. Returns the serial numbers of its tokens.
    fn tick(&mut self, number: u32, done: bool, batch: &Batch) -> Vec<SerialNumber> {
        let Some(part) = self.plan.parts.get(number as usize) else {
            return Vec::new();
        };
        if done {
            self.created.insert(number);
        } else {
            self.created.remove(&number);
        }
        part.tokens.iter().filter_map(|at| token(batch, *at)?.serial.clone()).collect()
    }

    /// What a press asked for; `None` when the page's answer comes twice or too late.
    fn answered(&mut self, ticket: Ticket) -> Option<Pending> {
        let at = self.pending.iter().position(|pending| pending.ticket == ticket)?;
        Some(self.pending.swap_remove(at))
    }

    fn all_handed_over(&self) -> bool {
        let lists = [&self.copied, &self.saved, &self.created];
        (0u32..).zip(&self.plan.parts).all(|(number, _)| lists.iter().any(|list| list.contains(&number)))
    }
}

/// The part of [`Model`] that hands tokens out.
impl Model {
    pub(super) fn choose_export(&mut self, target: Option<TargetFormat>) -> Vec<Effect> {
        let options = self.export.take().map(|export| export.options);
        if let (Some(target), Some(review)) = (target, &self.review) {
            let selected_only = !review.chosen(true).is_empty();
            let layouts = self.layouts.clone();
            let encoding = self.layout_encoding;
            let fresh = || ExportOptions { selected_only, layouts, encoding, ..ExportOptions::default() };
            let options = options.unwrap_or_else(fresh);
            self.export = Some(Export::new(target, options, review, self.guide.created()));
        } else {
            self.choose_guide(false);
        }
        Vec::new()
    }

    /// Takes options from the page, which never has what encrypts: that stays.
    pub(super) fn change_options(&mut self, mut options: ExportOptions) -> Vec<Effect> {
        if let Some(export) = &self.export {
            options.pskc.key.clone_from(&export.options.pskc.key);
            options.pskc.passphrase.clone_from(&export.options.pskc.passphrase);
        }
        self.change_export(options)
    }

    pub(super) fn change_export(&mut self, options: ExportOptions) -> Vec<Effect> {
        if let (Some(export), Some(review)) = (&mut self.export, &self.review) {
            *export = Export::new(export.target, options, review, self.guide.created());
        }
        Vec::new()
    }

    /// Graph Explorer took a body, as the user says, or did not after all.
    pub(super) fn tick_body(&mut self, part: u32, done: bool) -> Vec<Effect> {
        if let (Some(export), Some(review)) = (&mut self.export, &self.review) {
            self.guide.note_created(export.tick(part, done, review.batch()), done);
            self.handed_over();
        }
        Vec::new()
    }

    /// The user changed something of the chosen target's layout.
    pub(super) fn edit_layout(&mut self, layout: CustomCsv) -> Vec<Effect> {
        let target = self.export.as_ref().map(|export| export.target);
        target.map(|target| self.set_layout(target, Some(layout))).unwrap_or_default()
    }

    /// Gives the chosen target another layout, or its own back. What the user made can be put back.
    pub(super) fn change_layout(&mut self, layout: Option<CustomCsv>) -> Vec<Effect> {
        let Some(target) = self.export.as_ref().map(|export| export.target) else {
            return Vec::new();
        };
        self.keep_layout(target);
        self.set_layout(target, layout)
    }

    /// Puts the user's layout back that another one took the place of.
    pub(super) fn put_layout_back(&mut self) -> Vec<Effect> {
        let Some(target) = self.export.as_ref().map(|export| export.target) else {
            return Vec::new();
        };
        let at = self.former_layouts.iter().position(|(of, _)| *of == target);
        let Some((_, layout)) = at.map(|at| self.former_layouts.swap_remove(at)) else {
            return Vec::new();
        };
        self.keep_layout(target);
        self.set_layout(target, Some(layout))
    }

    /// Whether a layout of the chosen target can be put back.
    pub(super) fn has_former_layout(&self) -> bool {
        let target = self.export.as_ref().map(|export| export.target);
        self.former_layouts.iter().any(|(of, _)| Some(*of) == target)
    }

    /// Keeps the layout that is about to be replaced, if the user made it: arrow keys run through the ready-made ones.
    fn keep_layout(&mut self, target: TargetFormat) {
        let own = self.export.as_ref().and_then(|export| export.options.layout(target));
        if let Some(own) = own.filter(|own| !layout::is_ready_made(own)).cloned() {
            self.former_layouts.retain(|(of, _)| *of != target);
            self.former_layouts.push((target, own));
        }
    }

    fn set_layout(&mut self, target: TargetFormat, layout: Option<CustomCsv>) -> Vec<Effect> {
        let own = conversion::unchanged_layout(target);
        let fresh = || ExportOptions { layouts: self.layouts.clone(), ..ExportOptions::default() };
        let mut options = self.export.as_ref().map_or_else(fresh, |export| export.options.clone());
        options.set_layout(target, layout.filter(|layout| own.is_some() && own.as_ref() != Some(layout)));
        self.layouts.clone_from(&options.layouts);
        self.change_export(options)
    }

    /// As [`Self::set_layout`], with the encoding that the file says.
    fn set_saved(&mut self, target: TargetFormat, saved: SavedLayout) -> Vec<Effect> {
        if let Some(encoding) = saved.encoding {
            self.layout_encoding = encoding;
            self.export.iter_mut().for_each(|export| export.options.encoding = encoding);
        }
        self.keep_layout(target);
        self.set_layout(target, Some(saved.layout))
    }

    /// A layout came out of files that were opened: it is for the table in sight, or for the one with columns of one's own.
    pub(super) fn layout_opened(&mut self, saved: SavedLayout) -> Vec<Effect> {
        self.keep_secrets();
        let seen = self.export.as_ref().map(|export| export.target);
        let target = seen.filter(|target| conversion::unchanged_layout(*target).is_some());
        let target = target.unwrap_or(TargetFormat::CustomCsv);
        self.news.note(format!(
            "{} was loaded. In Export it is the layout of {}",
            saved.layout.name,
            target.name()
        ));
        self.set_saved(target, saved);
        self.end_opening()
    }

    pub(super) fn load_layout(&mut self, text: &str) -> Vec<Effect> {
        match custom_csv::load(text) {
            Ok(saved) => {
                self.news.note(format!("{} was loaded", saved.layout.name));
                let target = self.export.as_ref().map(|export| export.target);
                target.map(|target| self.set_saved(target, saved)).unwrap_or_default()
            }
            Err(why) => {
                self.news.warn(format!("{why}. Nothing was changed"));
                Vec::new()
            }
        }
    }

    pub(super) fn save_layout(&mut self, ticket: Ticket) -> Vec<Effect> {
        let export = self.export.as_ref();
        let of =
            |export: &Export| Some((layout::of(export.target, &export.options)?, export.options.encoding));
        let Some((layout, encoding)) = export.and_then(of) else {
            return nothing_to_hand_over(ticket);
        };
        let (name, media_type) = ("seedferry-layout.json".to_owned(), "application/json".to_owned());
        let content = Exposed::new(custom_csv::save(&layout, encoding));
        self.save_file(ticket, Outgoing { name, media_type, content, holds: Holds::NoSeeds })
    }

    pub(super) fn save_export_report(&mut self, ticket: Ticket) -> Vec<Effect> {
        let (Some(export), Some(review)) = (&self.export, &self.review) else {
            return nothing_to_hand_over(ticket);
        };
        let text = conversion::report(review.batch(), &export.plan);
        self.hand_text(ticket, false, "conversion-report.txt".to_owned(), "text/plain", text)
    }

    /// Whether what is written depends on the selection.
    pub(super) fn follows_selection(&self) -> bool {
        self.export.as_ref().is_some_and(|export| export.options.selected_only)
    }

    /// Plans anew after the batch or the selection changed.
    pub(super) fn plan_export(&mut self) {
        if let Some(options) = self.export.as_ref().map(|export| export.options.clone()) {
            self.change_export(options);
        }
    }

    pub(super) fn copy(&mut self, ticket: Ticket, part: u32) -> Vec<Effect> {
        let Some((content, part)) = self.part(ticket, part, conversion::write_text) else {
            return nothing_to_hand_over(ticket);
        };
        let (_, content) = self.marked_seeds(&part.file_name, content);
        vec![page(PageEffect::CopyText { ticket, text: content })]
    }

    pub(super) fn save(&mut self, ticket: Ticket, part: u32) -> Vec<Effect> {
        let Some((content, part)) = self.part(ticket, part, conversion::write) else {
            return nothing_to_hand_over(ticket);
        };
        let holds = self.export.as_ref().map_or(Holds::Seeds, Export::holds);
        let Part { file_name: name, media_type, .. } = part;
        self.save_file(ticket, Outgoing { name, media_type, content, holds })
    }

    pub(super) fn copy_done(&mut self, ticket: Ticket, written: bool) -> Vec<Effect> {
        if !written {
            self.news.warn("The browser did not let the page use the clipboard. Save the file instead");
            return Vec::new();
        }
        if self.text_was_copied(ticket) {
            return Vec::new();
        }
        let answered = self.export.as_mut().and_then(|export| export.answered(ticket));
        // The bar comes even when the panel was closed meanwhile: the seeds are on the clipboard all the same.
        if answered.as_ref().is_none_or(|pending| pending.seeds) {
            self.clipboard = Some(ClipboardView { password: false, refused: false });
            self.news.note("Copied. Paste it, then clear the clipboard");
        } else {
            self.news.note("Copied. It holds no seeds");
        }
        if let (Some(pending), Some(export)) = (answered, &mut self.export) {
            export.copied.insert(pending.part);
            self.handed_over();
        }
        Vec::new()
    }

    /// Notes what became of saving a part, if that press saved one.
    pub(super) fn part_saved(&mut self, ticket: Ticket, written: bool) {
        let answered = self.export.as_mut().and_then(|export| Some((export.answered(ticket)?, export)));
        if let Some((pending, export)) = answered.filter(|_| written) {
            export.saved.insert(pending.part);
            self.handed_over();
        }
    }

    fn handed_over(&mut self) {
        // A part of the batch is not the batch: what was not selected is still only here.
        let whole = |export: &Export, review: &Review| {
            !export.options.selected_only || review.chosen(true).len() == review.batch().tokens.len()
        };
        if let (Some(export), Some(review)) = (&self.export, &self.review)
            && export.all_handed_over()
            && whole(export, review)
            && export.holds_seeds()
        {
            self.unsaved = false;
        }
    }

    /// Content of a part, and the press noted as pending.
    fn part(&mut self, ticket: Ticket, number: u32, write: Write) -> Option<(Exposed, Part)> {
        let is_batch_file =
            self.export.as_ref().is_some_and(|export| export.target == TargetFormat::BatchFile);
        let results = if is_batch_file { self.all_results() } else { Vec::new() };
        let pairs = if is_batch_file { self.wanted_pairs() } else { Vec::new() };
        let (export, review) = (self.export.as_mut()?, self.review.as_ref()?);
        let part = export.plan.parts.get(number as usize)?.clone();
        let whole = is_batch_file.then(|| review.held.whole(results, pairs));
        let batch = whole.as_ref().unwrap_or_else(|| review.batch());
        let content = write(batch, &export.plan, number as usize, &mut self.entropy)?;
        let seeds = export.holds_seeds();
        export.pending.push(Pending { ticket, part: number, seeds });
        Some((content, part))
    }
}

fn token(batch: &Batch, at: u32) -> Option<&Token> {
    batch.tokens.get(at as usize)
}

fn loss_view(batch: &Batch, loss: &Loss) -> LossView {
    let first = loss.concerned.iter().take(ExportView::NAMED);
    let serials = first.map(|at| serial(batch, Some(at))).collect();
    LossView { what: loss.what.clone(), tokens: loss.tokens, serials }
}

fn serial(batch: &Batch, at: Option<&u32>) -> String {
    at.and_then(|at| token(batch, *at))
        .and_then(|token| token.serial.as_ref())
        .map_or_else(|| "no serial number".to_owned(), ToString::to_string)
}
