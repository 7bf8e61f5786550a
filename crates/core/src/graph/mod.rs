//! Microsoft Graph, without network or clock: requests are data, answers are read by pure functions, and an upload is
//! a machine that is told the time and the answers and says what to send next or how long to wait.

mod challenge;
mod control;
mod create;
mod device;
mod dry_run;
mod error;
pub mod explorer;
mod gather;
mod groups;
mod holders;
mod inquiry;
mod pace;
mod paging;
pub mod pairs;
pub mod people;
pub mod plan;
mod random;
pub mod ready;
pub mod request;
mod response;
mod roles;
pub mod run;
mod survey;
pub mod work;

pub(crate) use control::MOST_REFUSED_TOKENS;
pub use create::{ItemAnswer, bulk, read_bulk, read_singles, single, singles};
pub use device::{Device, DeviceStatus, Page, PageFault, by_serial, inventory, read_page};
pub use dry_run::DryRun;
pub use error::GraphError;
pub use groups::group_names;
pub use holders::{About, Holders, Seen};
pub use inquiry::Inquiry;
pub use pace::{Millis, Pace};
pub use random::Random;
pub use request::{AccessToken, Body, Method, Request};
pub use response::{Outcome, Response};
pub use roles::{RoleTurn, RoleWalk};
pub use survey::Survey;
