//! Panes: what the page shows, sent only when it changed.

use seedferry_protocol::{Area, Pane, ReviewView, ToPage};

use super::{
    Effect, Model, guide, inventory,
    upload::{Scene, Upload},
    work,
};

/// What the page shows already.
#[derive(Default)]
pub(super) struct Shown(Vec<Pane>);

impl Model {
    /// The panes that differ from what the page shows.
    pub(super) fn changed_panes(&mut self) -> Option<Effect> {
        let panes = self.panes();
        let changed: Vec<Pane> = panes.iter().filter(|pane| !self.shown.0.contains(pane)).cloned().collect();
        self.shown = Shown(panes);
        (!changed.is_empty()).then_some(Effect::ToPage(ToPage::Panes(changed)))
    }

    fn panes(&self) -> Vec<Pane> {
        let batch = self.review.as_ref().map(super::review::Review::batch);
        let export = self.export.as_ref().zip(batch).map(|(export, batch)| {
            let mut view = export.view(batch, &self.seals);
            view.guide = self.guide.view(&view, || export.serials(batch), self.idle.view().minutes);
            view.no_guide = guide::absence(self.sign_in.cloud());
            view.layout.iter_mut().for_each(|layout| layout.can_be_put_back = self.has_former_layout());
            view
        });
        vec![
            Pane::Area(self.area),
            Pane::Assign((self.area == Area::Assign).then(|| self.assign_view())),
            Pane::Opening(self.opening.as_ref().map(super::opening::Opening::view)),
            Pane::Review(self.review.as_ref().map(|review| ReviewView {
                in_use: self.works.as_ref().is_some_and(work::Works::needs_seeds),
                ..review.view()
            })),
            Pane::Export(export),
            Pane::Seal(self.seals.view()),
            Pane::Account(
                self.account
                    .as_ref()
                    .map(|account| account.view(self.sign_in.window(), self.ready.summary(account))),
            ),
            Pane::SignIn(self.sign_in.view(self.account.as_ref(), &self.ready)),
            Pane::Upload(self.upload.as_ref().map(|upload| {
                upload.view(&Scene {
                    account: self.account.as_ref(),
                    review: self.review.as_ref(),
                    ready: &self.ready,
                    sign_in: &self.sign_in,
                    now: self.online.now,
                })
            })),
            Pane::Desk(self.desk_view()),
            Pane::Policy(self.policy.view(self.account.as_ref(), &self.ready)),
            Pane::Sheets(self.sheets_view()),
            Pane::Inventory((self.area == Area::Inventory).then(|| {
                self.inventory.view(&inventory::Scene {
                    account: self.account.as_ref(),
                    allows_wide: self.sign_in.allows_wide(),
                })
            })),
            Pane::Work(self.works.as_ref().map(|works| {
                works.view(&work::Scene {
                    account: self.account.as_ref(),
                    now: self.online.now,
                    allows_wide: self.sign_in.allows_wide(),
                    host: self.sign_in.cloud().graph(),
                })
            })),
            Pane::Log((self.area == Area::Log).then(|| self.log_view())),
            Pane::KeptResult(self.kept_result.as_ref().map(|result| result.name.clone())),
            Pane::Foreign(self.demo.foreign),
            Pane::Sent(self.online.seeds_sent),
            Pane::Check(
                self.check.as_ref().zip(self.review.as_ref()).map(|(check, review)| check.view(review)),
            ),
            Pane::Order(self.order.view()),
            Pane::Clipboard(self.clipboard.clone()),
            Pane::Notices(self.news.notices().to_vec()),
            Pane::Unsaved(
                self.unsaved
                    || self.upload.as_ref().is_some_and(Upload::is_running)
                    || self.works.as_ref().is_some_and(work::Works::is_running)
                    || self.holds_unsaved_log()
                    || self.order.holds_unsaved(),
            ),
            Pane::Idle(self.idle.view()),
        ]
    }
}
