//! Uploading the batch to the tenant: *Ready?*, the plan, the run and its result.

mod access;
mod became;
mod dry_run;
mod ready;
mod result;
mod rows;
mod summary;
mod ticks;
mod view;

use std::collections::HashSet;

use seedferry_protocol::{Area, TokenId, UploadEvent};

use self::{became::LeftOut, dry_run::Sight, ready::may_write};
pub(super) use self::{
    ready::{Ready, may_read},
    rows::{Chosen, list},
    view::{Scene, words as ending_words},
};
use super::{Effect, Model, online::Asker, review::Review};
use crate::graph::{
    Device, Millis, Outcome, Survey,
    explorer::PERMISSION,
    plan::{Row, UploadPlan},
    ready::{READING, reading_as},
    run::{Ending, Run, Settings, Step},
};

/// An upload, from reading the inventory to its result.
pub(super) struct Upload {
    /// Tells late answers apart.
    number: u32,
    shown: bool,
    selected_only: bool,
    stage: Stage,
    chosen: Chosen,
    /// The requests are shown too.
    dry_run: Option<Sight>,
    /// Where it goes: a run must not go on in another tenant.
    tenant: String,
    /// A new access token was asked for already.
    asked: bool,
    /// When the machine goes on.
    resting_until: Millis,
    /// Rows of the plan that the user does not want.
    unwanted: HashSet<TokenId>,
    /// Rows of the plan that the run is not given, in their order.
    left_out: Vec<LeftOut>,
    due: Due,
    /// It was started, and begins when this permission is granted.
    begins: Option<&'static str>,
}

/// What outlasts a run that is over.
#[derive(Default)]
pub(super) struct LastRun {
    /// When it last wrote what it has not seen in the tenant: the next one begins no earlier than its patience after that.
    write: Option<Millis>,
    /// Its end was told of.
    told: bool,
}

/// What is still to be done with all tokens before anything else is: each turn is a slice of work, short enough for the
/// vault to answer in between.
#[derive(Default)]
enum Due {
    #[default]
    Nothing,
    /// Set the batch against the inventory.
    Plan,
    /// Give the tokens of these rows to the run, or leave them out; the first is at this place of the plan.
    Rows(usize, Vec<Row>),
}

/// How many rows of the plan are carried out in a slice.
const SLICE: usize = 5_000;

enum Stage {
    /// Nobody is signed in, or the permission is missing.
    Waiting,
    Reading(Box<Survey>),
    /// Microsoft offers no hardware tokens in the cloud that the page was built for.
    NotOffered,
    Halted(Ending),
    Plan {
        plan: UploadPlan,
        inventory: Vec<Device>,
    },
    Run(Box<Run>),
}

impl Upload {
    fn new(number: u32) -> Self {
        Self {
            number,
            shown: true,
            selected_only: false,
            stage: Stage::Waiting,
            chosen: Chosen::default(),
            dry_run: None,
            tenant: String::new(),
            asked: false,
            resting_until: Millis(0),
            unwanted: HashSet::new(),
            left_out: Vec::new(),
            due: Due::Nothing,
            begins: None,
        }
    }

    /// The run that is not over yet.
    fn running(&mut self) -> Option<&mut Run> {
        match &mut self.stage {
            Stage::Run(run) if run.ending().is_none() => Some(run),
            _ => None,
        }
    }

    /// Whether it sends, or would.
    pub(super) fn is_running(&self) -> bool {
        matches!(&self.stage, Stage::Run(run) if run.ending().is_none())
    }

    fn next(&mut self, now: Millis) -> Option<Step> {
        let step = match &mut self.stage {
            Stage::Reading(survey) => survey.next(now),
            Stage::Run(run) => run.next(now),
            Stage::Waiting | Stage::NotOffered | Stage::Halted(_) | Stage::Plan { .. } => return None,
        };
        self.resting_until = if let Step::Wait(until) = &step { *until } else { now };
        Some(step)
    }

    /// Whether something is still to be done with all tokens.
    pub(super) fn has_work(&self) -> bool {
        !matches!(self.due, Due::Nothing)
    }

    /// Does one slice of it.
    fn work(&mut self, review: &Review) {
        self.due = match core::mem::take(&mut self.due) {
            Due::Nothing => Due::Nothing,
            Due::Plan => {
                self.plan(review);
                Due::Nothing
            }
            Due::Rows(first, mut rows) => {
                let rest = rows.split_off(rows.len().min(SLICE));
                let behind = first.saturating_add(rows.len());
                self.carry_out(first, rows, review);
                if rest.is_empty() { Due::Nothing } else { Due::Rows(behind, rest) }
            }
        };
    }

    /// Gives the run the tokens of the ticked rows, and notes those that are left out.
    fn carry_out(&mut self, first: usize, rows: Vec<Row>, review: &Review) {
        let Stage::Run(run) = &mut self.stage else {
            return;
        };
        for (place, row) in (first..).zip(rows) {
            let token = review.token_at(row.token as usize).map(|(_, token)| token);
            if row.ticked {
                run.add(token.cloned());
            } else {
                self.left_out.push(LeftOut::new(place, row, token));
            }
        }
    }

    /// Sets the batch against the inventory that was read. What the user did not want stays unwanted.
    fn plan(&mut self, review: &Review) {
        let Stage::Plan { plan, inventory } = &mut self.stage else {
            return;
        };
        let chosen = review.chosen(self.selected_only);
        *plan = UploadPlan::checked(review.batch(), &chosen, inventory, review.entra_findings());
        let unwanted = plan.rows().iter().enumerate().filter(|(_, row)| {
            review.token_at(row.token as usize).is_some_and(|(id, _)| self.unwanted.contains(&id))
        });
        let unwanted: Vec<usize> = unwanted.map(|(place, _)| place).collect();
        for place in unwanted {
            plan.tick(place, false);
        }
    }

    /// The inventory was read, or could not be.
    fn surveyed(&mut self, survey: Survey) {
        self.stage = match survey.ending() {
            Some(Ending::Checked) | None => {
                self.due = Due::Plan;
                Stage::Plan { plan: UploadPlan::default(), inventory: survey.into_devices() }
            }
            Some(ending) => Stage::Halted(ending.clone()),
        };
    }

    fn renewed(&mut self) {
        self.asked = false;
        match &mut self.stage {
            Stage::Reading(survey) => survey.renewed(),
            Stage::Run(run) => run.renewed(),
            Stage::Waiting | Stage::NotOffered | Stage::Halted(_) | Stage::Plan { .. } => {}
        }
    }
}

impl Model {
    pub(super) fn upload_event(&mut self, event: UploadEvent) -> Vec<Effect> {
        match event {
            UploadEvent::Opened => self.open_upload(),
            UploadEvent::ReadyAsked => {
                self.ready.trust();
                self.check_ready()
            }
            UploadEvent::PermissionAsked => self.want_permission(),
            UploadEvent::PolicyEnableAsked => {
                self.ready.trust();
                self.enable_policy()
            }
            UploadEvent::PlanAsked => self.survey(),
            UploadEvent::Started => self.start_run(),
            UploadEvent::TriedAgain if self.is_elsewhere() => self.plan_elsewhere(),
            UploadEvent::Resumed | UploadEvent::Paused | UploadEvent::Stopped | UploadEvent::TriedAgain => {
                self.steer(&event);
                self.drive()
            }
            UploadEvent::ResultForgotten => {
                self.kept_result = None;
                Vec::new()
            }
            UploadEvent::DryRunSaveAsked(ticket) => self.hand_dry_run(ticket),
            UploadEvent::ResultCopyAsked(ticket) => self.hand_result(ticket, true),
            UploadEvent::ResultSaveAsked(ticket) => self.hand_result(ticket, false),
            other => {
                self.look_at_upload(&other);
                Vec::new()
            }
        }
    }

    /// Asks for what the next step needs: first to read, then to write.
    fn want_permission(&mut self) -> Vec<Effect> {
        let reads = self.account.as_ref().is_some_and(may_read);
        self.want_token(&[if reads { PERMISSION } else { READING }], None)
    }

    /// What changes the plan or what is in sight, and sends nothing.
    fn look_at_upload(&mut self, event: &UploadEvent) {
        let (Some(upload), review) = (&mut self.upload, self.review.as_ref()) else {
            return;
        };
        match (event, review) {
            (UploadEvent::Closed, _) if upload.is_running() => upload.shown = false,
            (UploadEvent::Closed, _) => self.upload = None,
            (UploadEvent::FilterChosen(filter), _) => {
                (upload.chosen.filter, upload.chosen.page) = (*filter, 0);
            }
            (UploadEvent::PageChosen(page), _) => upload.chosen.page = *page,
            (UploadEvent::DryRunChosen(shown), _) => upload.dry_run = shown.then(Sight::default),
            (UploadEvent::DryRunPageChosen(page), _) => {
                upload.dry_run = Some(Sight { page: *page, open: None });
            }
            (UploadEvent::DryRequestChosen(open), _) => {
                upload.dry_run.iter_mut().for_each(|sight| sight.open = *open);
            }
            (UploadEvent::Ticked { token, ticked }, Some(review)) => {
                upload.tick_token(*token, *ticked, review);
            }
            (UploadEvent::AllTicked(ticked), Some(review)) => upload.tick_all(*ticked, review),
            (UploadEvent::SelectedOnlyChosen(only), Some(_)) => {
                upload.selected_only = *only;
                self.plan_upload();
            }
            _ => {}
        }
    }

    fn open_upload(&mut self) -> Vec<Effect> {
        self.check = None;
        self.area = Area::Tokens;
        if let Some(upload) = &mut self.upload {
            upload.shown = true;
            return Vec::new();
        }
        if self.review.is_none() {
            return Vec::new();
        }
        self.uploads = self.uploads.wrapping_add(1);
        self.upload = Some(Upload::new(self.uploads));
        let mut effects = if self.account.is_some() { self.check_ready() } else { Vec::new() };
        effects.extend(self.survey());
        effects
    }

    /// Reads the inventory, once there is an account that may.
    fn survey(&mut self) -> Vec<Effect> {
        let Some(account) = &self.account else {
            return Vec::new();
        };
        if !self.sign_in.cloud().offers_tokens() {
            self.upload.iter_mut().for_each(|upload| upload.stage = Stage::NotOffered);
            return Vec::new();
        }
        if !may_read(account) {
            return self.want_token(&[READING], None);
        }
        let tenant = account.tenant().to_owned();
        let (start, settings) = (self.random_start(), self.upload_settings());
        let Some(upload) = &mut self.upload else {
            return Vec::new();
        };
        // Answers to an earlier reading are none to this one.
        self.uploads = self.uploads.wrapping_add(1);
        upload.number = self.uploads;
        (upload.stage, upload.begins) = (Stage::Reading(Box::new(Survey::new(settings, start))), None);
        upload.tenant = tenant;
        self.drive()
    }

    /// The plan of the upload, if there is one, is to be made anew.
    pub(super) fn plan_upload(&mut self) {
        if let Some(upload) = self.upload.as_mut().filter(|upload| matches!(upload.stage, Stage::Plan { .. }))
        {
            (upload.due, upload.begins) = (Due::Plan, None);
        }
    }

    /// Does one slice of what is to be done with all tokens. A run that has got all of its own begins.
    pub(super) fn work_on_upload(&mut self) -> Vec<Effect> {
        let Some(upload) = &mut self.upload else {
            return Vec::new();
        };
        match &self.review {
            Some(review) => upload.work(review),
            None => upload.due = Due::Nothing,
        }
        let begins = !upload.has_work() && upload.is_running();
        if begins { self.drive() } else { Vec::new() }
    }

    /// Gives the run what is ticked, once there is an account that may write: this press asks for the permission.
    fn start_run(&mut self) -> Vec<Effect> {
        let may_begin = self.account.as_ref().is_some_and(may_write);
        let (start, settings) = (self.random_start(), self.upload_settings());
        let Some(upload) = &mut self.upload else {
            return Vec::new();
        };
        let Stage::Plan { plan, .. } = &mut upload.stage else {
            return Vec::new();
        };
        let is_ticked = plan.is_ticked();
        upload.begins = (!may_begin && is_ticked).then_some(PERMISSION);
        if let Some(permission) = upload.begins {
            return self.want_token(&[permission], None);
        }
        if is_ticked {
            upload.due = Due::Rows(0, core::mem::take(plan).into_rows());
            upload.left_out.clear();
            let mut run = Run::empty(settings, start);
            run.rest_after(self.last_run.write);
            upload.stage = Stage::Run(Box::new(run));
            (upload.chosen, self.last_run.told) = (Chosen::default(), false);
        }
        Vec::new()
    }

    fn steer(&mut self, event: &UploadEvent) {
        let now = self.online.now;
        let Some(upload) = &mut self.upload else {
            return;
        };
        let Stage::Run(run) = &mut upload.stage else {
            return;
        };
        match event {
            UploadEvent::Paused => run.pause(),
            UploadEvent::Resumed => run.resume(),
            UploadEvent::Stopped => run.stop(now),
            UploadEvent::TriedAgain => {
                run.try_again();
                self.last_run.told = false;
            }
            _ => {}
        }
    }

    /// Does what the survey or the run says, as long as somebody is signed in.
    pub(super) fn drive(&mut self) -> Vec<Effect> {
        let (Some(upload), Some(account)) = (&mut self.upload, &self.account) else {
            return Vec::new();
        };
        if upload.has_work() {
            return Vec::new();
        }
        let permission = match &upload.stage {
            Stage::Reading(_) => reading_as(account.scopes()),
            _ => PERMISSION,
        };
        match upload.next(self.online.now) {
            Some(Step::Send { ticket, request }) => {
                let asker = Asker::Machine(upload.number, ticket);
                self.send(asker, request)
            }
            Some(Step::Wait(until)) => vec![self.online.wake(until)],
            Some(Step::NeedToken(claims)) if !core::mem::replace(&mut upload.asked, true) => {
                self.want_token(&[permission], claims)
            }
            Some(Step::Done) => {
                self.machine_done();
                Vec::new()
            }
            Some(Step::NeedToken(_) | Step::Awaiting | Step::Paused) | None => Vec::new(),
        }
    }

    pub(super) fn machine_answered(&mut self, number: u32, ticket: u32, outcome: Outcome) -> Vec<Effect> {
        let now = self.online.now;
        let Some(upload) = self.upload.as_mut().filter(|upload| upload.number == number) else {
            return Vec::new();
        };
        match &mut upload.stage {
            Stage::Reading(survey) => survey.answer(now, ticket, &outcome),
            Stage::Run(run) => run.answer(now, ticket, outcome),
            Stage::Waiting | Stage::NotOffered | Stage::Halted(_) | Stage::Plan { .. } => {}
        }
        self.drive()
    }

    fn machine_done(&mut self) {
        let Some(upload) = &mut self.upload else {
            return;
        };
        match core::mem::replace(&mut upload.stage, Stage::Waiting) {
            Stage::Reading(survey) => upload.surveyed(*survey),
            stage => {
                if let Stage::Run(run) = &stage
                    && !core::mem::replace(&mut self.last_run.told, true)
                {
                    self.last_run.write = self.last_run.write.max(run.last_open());
                    self.news.note(view::ended(run, &upload.left_out));
                }
                upload.stage = stage;
            }
        }
    }

    /// Time has passed: the machine may go on.
    pub(super) fn woken(&mut self) -> Vec<Effect> {
        self.online.woken();
        let mut effects = self.drive();
        effects.extend(self.drive_work());
        effects.extend(self.drive_inventory());
        effects.extend(self.drive_lookups());
        effects.extend(self.drive_desk());
        effects.extend(self.drive_names());
        effects
    }

    pub(super) fn upload_settings(&self) -> Settings {
        Settings { host: self.sign_in.cloud().graph().to_owned(), ..Settings::default() }
    }

    pub(super) fn random_start(&mut self) -> u64 {
        let drawn = self.entropy.draw(8).and_then(|bytes| bytes.first_chunk().copied());
        u64::from_le_bytes(drawn.unwrap_or_default())
    }
}
