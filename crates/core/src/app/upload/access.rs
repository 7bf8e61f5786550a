//! What goes on, or ends, when another access token is here or the account left.

use super::{
    super::{Effect, Model, account::Account},
    Ready, Stage, may_read,
    ready::may_write,
};

impl Model {
    /// Another access token is here, or the account left.
    pub(in super::super) fn access_changed(&mut self) -> Vec<Effect> {
        let mut effects = self.policy_access_changed();
        effects.extend(self.desk_access_changed());
        effects.extend(self.upload_access_changed());
        effects.extend(self.enable_when_granted());
        effects
    }

    /// Whether what is shown was of another tenant than that of the account.
    pub(super) fn is_elsewhere(&self) -> bool {
        let tenant = self.account.as_ref().map(Account::tenant);
        self.upload.as_ref().zip(tenant).is_some_and(|(upload, tenant)| upload.tenant != tenant)
    }

    /// What failed in one tenant is never sent to another.
    pub(super) fn plan_elsewhere(&mut self) -> Vec<Effect> {
        self.news.warn(
            "That upload was to another tenant than the one you are signed in to. Here is the plan for this one",
        );
        self.upload.iter_mut().for_each(|upload| upload.stage = Stage::Waiting);
        self.survey()
    }

    fn upload_access_changed(&mut self) -> Vec<Effect> {
        let now = self.online.now;
        let Some(account) = &self.account else {
            return self.signed_out();
        };
        let elsewhere = self.is_elsewhere();
        let Some(upload) = &mut self.upload else {
            return self.check_ready();
        };
        if let Some(run) = upload.running().filter(|_| elsewhere) {
            run.stop(now);
            run.stop(now);
            self.news
                .warn("The upload was ended, because the account that signed in belongs to another tenant");
        }
        upload.renewed();
        if upload.is_running() {
            let mut effects = self.recheck();
            effects.extend(self.drive());
            return effects;
        }
        // A plan is made from the inventory of one tenant.
        if matches!(upload.stage, Stage::Plan { .. }) && elsewhere {
            (upload.stage, upload.begins) = (Stage::Waiting, None);
        }
        if upload.begins.is_some() && may_write(account) {
            return self.start_run();
        }
        let mut effects = self.check_ready();
        effects.extend(match self.upload.as_ref().map(|upload| &upload.stage) {
            Some(Stage::Waiting) if self.account.as_ref().is_some_and(may_read) => self.survey(),
            _ => self.drive(),
        });
        effects
    }

    fn signed_out(&mut self) -> Vec<Effect> {
        self.ready = Ready::default();
        if let Some(upload) = &mut self.upload {
            upload.begins = None;
            match &mut upload.stage {
                Stage::Run(run) => run.pause(),
                stage => *stage = Stage::Waiting,
            }
        }
        Vec::new()
    }
}
