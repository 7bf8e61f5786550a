//! The screens.

mod ask;
mod batch_form;
mod check;
mod column_item;
mod column_list;
mod custom_csv;
mod export;
mod export_options;
mod export_pskc;
mod export_report;
mod failed;
mod guide;
mod mapping;
mod opening;
mod review;
mod sign_in;
mod start;
mod upload;
mod upload_plan;
mod upload_run;
mod wrong_codes;

pub(crate) use opening::OpeningScreen;
pub(crate) use review::ReviewScreen;
pub(crate) use sign_in::SignInPanel;
pub(crate) use start::StartScreen;
pub(crate) use upload::UploadScreen;
