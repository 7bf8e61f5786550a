//! Writes on single tokens: what is to be done, whether it shall be, how far it is, and what became of each token.

use serde::{Deserialize, Serialize};

use crate::{MethodsPermission, RunState, ScriptKind, ScriptView, Ticket, UploadList};

/// What the user does about writes on single tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WorkEvent {
    /// Take tokens that are to be deleted from the people who have them first, or leave those tokens out.
    UnassignFirstChosen(bool),
    /// What becomes of the selected tokens.
    ChangeGiven(DeviceChange),
    /// Do it.
    Confirmed,
    /// Show the work under way.
    Opened,
    /// Away from it. A run goes on; everything else is forgotten.
    Closed,
    /// Show the rows of this filter, counted from 0.
    FilterChosen(u32),
    /// Show this page of the rows, counted from 0.
    PageChosen(u32),
    /// Send nothing more for now.
    Paused,
    /// Go on.
    Resumed,
    /// Begin nothing more, and bring to an end what was begun; the second time, end at once.
    Stopped,
    /// Take up again what failed or was not tried.
    TriedAgain,
    /// Copy the result.
    ResultCopyAsked(Ticket),
    /// Save the result.
    ResultSaveAsked(Ticket),
    /// Give a token to whoever a replacement that stopped half-way left without one.
    GiveAsked,
    /// Ask for the wider permission for people's tokens.
    WidePermissionAsked,
    /// Show what is planned as a script, or no more.
    ScriptChosen(Option<ScriptKind>),
    /// Copy that script.
    ScriptCopyAsked(Ticket),
    /// Save that script.
    ScriptSaveAsked(Ticket),
}

/// What becomes of the properties of tokens. What is empty stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceChange {
    /// Manufacturer.
    pub manufacturer: String,
    /// Model.
    pub model: String,
    /// Time interval in seconds.
    pub interval: Option<u32>,
    /// Hash function, by its usual name.
    pub hash: String,
    /// Display name.
    pub display_name: String,
}

/// The work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkView {
    /// Whether it is in sight; a run goes on behind other screens.
    pub shown: bool,
    /// What it is, as a title.
    pub title: String,
    /// How far it is.
    pub stage: WorkStage,
}

/// How far the work is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WorkStage {
    /// What shall become of the selected tokens?
    Edit(WorkEdit),
    /// Shall it be done?
    Confirm(WorkConfirm),
    /// The run, or its result.
    Run(WorkRun),
}

/// The form that changes tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkEdit {
    /// Tokens that can be changed, because nobody has them.
    pub free: u32,
    /// Tokens that cannot.
    pub held: u32,
    /// What all of them have now; empty where they differ.
    pub now: DeviceChange,
    /// What is wrong with what was given, as a sentence; empty when nothing is.
    pub problem: String,
}

/// The question before the work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkConfirm {
    /// What follows, as sentences.
    pub text: String,
    /// Jobs.
    pub jobs: u32,
    /// Something is taken away.
    pub destructive: bool,
    /// The number has to be typed before it is done.
    pub type_count: bool,
    /// Tokens that are to be deleted and that somebody has, and whether they are taken from them first.
    pub held: Option<HeldChoice>,
    /// Why it cannot begin yet, as sentences; empty when it can.
    pub why: String,
    /// The permission for people's tokens, when asking did not bring it.
    pub permission: Option<MethodsPermission>,
    /// It was confirmed, and waits for the permission.
    pub waiting: bool,
    /// The jobs.
    pub list: UploadList,
    /// The jobs as a script, when that is to be seen.
    pub script: Option<ScriptView>,
}

/// What becomes of tokens that are to be deleted and that somebody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldChoice {
    /// How many there are.
    pub count: u32,
    /// Unassign them first; otherwise they are left out.
    pub unassign: bool,
}

/// The run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkRun {
    /// What it does, as a sentence without a full stop.
    pub what: String,
    /// What holds it up, or how it ended, as sentences; empty when there is nothing to say.
    pub why: String,
    /// What can be pressed.
    pub state: RunState,
    /// Jobs that have their verdict.
    pub done: u32,
    /// Those of them that were done in part and then failed.
    pub half_done: u32,
    /// Who was left without the token that was replaced and without the new one, as a sentence: that person can be given one.
    pub left_without: Option<String>,
    /// Whether there is something that may be tried again.
    pub unfinished: bool,
    /// All jobs.
    pub total: u32,
    /// Seconds that the rest takes at least.
    pub seconds_left: u32,
    /// The rows; none while it is not in sight.
    pub list: UploadList,
}
