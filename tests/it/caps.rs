//! Every limit on what foreign bytes may cost has a test that exceeds it. A new one needs a row here.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests fail by panicking")]

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use crate::failures::{files_below, source};

/// Where limits stand.
const SOURCES: [&str; 3] = ["crates/core/src", "crates/protocol/src", "crates/vault/src"];

/// How names of limits begin.
const BEGINNINGS: [&str; 3] = ["MAX_", "MOST_", "LONGEST"];

/// A file of limits below `crates/`, a limit, the file of its test (`.` is the same file), and the test, which names it.
type Row = (&'static str, &'static str, &'static str, &'static str);

const ENVELOPE: &str = "tests/it/envelope_caps.rs";
const LIMITS: &str = "core/src/envelope/limits.rs";
const BROWSER: &str = "tests/e2e/caps.test.mjs";
const USERS: &str = "core/src/format/user_list.rs";

#[rustfmt::skip]
const CAPS: &[Row] = &[
    ("vault/src/opener.rs", "MAX_FILE", BROWSER, "a seed file that is too large is refused before it is read"),
    ("vault/src/vault.rs", "MAX_KEY_FILE", BROWSER, "a key file that is too large is refused before it is read"),
    ("vault/src/vault.rs", "MAX_USER_LIST", BROWSER, "a list of users that is too large is refused before it is read"),
    (LIMITS, "MAX_DEPTH", ENVELOPE, "what_costs_too_much_is_refused"),
    (LIMITS, "MAX_INFLATED_BYTES", ".", "every_cap_refuses_one_more"),
    (LIMITS, "MAX_ENTRIES", ENVELOPE, "what_costs_too_much_is_refused"),
    (LIMITS, "MAX_SESSION_KEY_PACKETS", ENVELOPE, "what_costs_too_much_is_refused"),
    (LIMITS, "MAX_KEYS", ENVELOPE, "too_many_keys_are_refused"),
    (LIMITS, "MAX_HIDDEN_TRIES", ENVELOPE, "hidden_recipients_are_not_tried_for_ever"),
    (LIMITS, "MAX_S2K_COUNT", ".", "every_cap_refuses_one_more"),
    (LIMITS, "MAX_ARGON2_MEMORY", "crates/core/src/envelope/pgp/stretch.rs", "stretching_is_capped"),
    (LIMITS, "MAX_PACKET_NESTING", ENVELOPE, "what_costs_too_much_is_refused"),
    ("core/src/envelope/pgp/aead.rs", "MAX_CHUNK_CODE", ".", "the_size_of_chunks_has_a_limit"),
    ("core/src/envelope/pgp/elgamal.rs", "MAX_PRIME", ".", "a_prime_has_a_limit"),
    ("core/src/encoding/seed.rs", "MAX_CHARACTERS", ".", "a_text_too_long_for_a_seed_is_refused"),
    ("core/src/graph/roles.rs", "MOST_PAGES", ".", "a_list_that_leads_astray_is_left"),
    ("core/src/format/mod.rs", "MAX_TOKENS", "tests/it/formats.rs", "more_tokens_than_the_limit_are_refused"),
    ("core/src/format/draft.rs", "MAX_VALUE", ".", "a_value_too_long_is_left_out"),
    ("core/src/format/field.rs", "MAX_NAME", ".", "names_are_known_in_every_spelling"),
    ("core/src/format/foreign.rs", "MAX_NAME", ".", "a_long_name_is_cut"),
    ("core/src/format/unkept.rs", "MOST_NAMES", ".", "each_name_is_told_once_and_within_limits"),
    ("core/src/format/unkept.rs", "LONGEST_NAME", ".", "each_name_is_told_once_and_within_limits"),
    ("core/src/format/batch_file.rs", "MAX_SOURCES", "tests/it/sealed.rs", "a_batch_file_has_limits"),
    ("core/src/format/batch_file.rs", "MAX_RESULTS", "tests/it/sealed.rs", "a_batch_file_has_limits"),
    ("core/src/seal/recipient.rs", "MOST_KEYS", "tests/it/sealed.rs", "keys_that_must_not_or_cannot_be_sealed_for_are_refused"),
    ("core/src/seal/recipient.rs", "MAX_KEY_BYTES", "tests/it/sealed.rs", "keys_that_must_not_or_cannot_be_sealed_for_are_refused"),
    ("core/src/format/otpauth.rs", "MAX_ADDRESS", ".", "an_address_has_a_limit"),
    ("core/src/format/pskc/derivation.rs", "MAX_ROUNDS", ".", "rounds_have_a_limit"),
    ("core/src/format/table.rs", "MAX_QUOTED", ".", "a_quoted_cell_has_a_limit"),
    ("core/src/format/table.rs", "MAX_CELLS", ".", "a_row_has_a_limit"),
    ("core/src/format/xml.rs", "MAX_NODES", ".", "nodes_have_a_limit"),
    ("core/src/format/row_check.rs", "MAX_SURPLUS", "crates/core/src/format/entra_csv/mod.rs", "so_many_commas_explain_a_manufacturer_and_no_more"),
    ("core/src/conversion/double.rs", "MOST_COMPARED", ".", "so_many_are_set_against_one_another_and_no_more"),
    ("core/src/format/custom_csv/document.rs", "MAX_BYTES", ".", "what_is_no_layout_is_refused"),
    ("core/src/format/mapping/file.rs", "MAX_BYTES", ".", "what_is_written_is_read_and_nothing_else"),
    ("core/src/format/mapping/guess.rs", "MAX_COLUMNS", ".", "a_mapping_has_a_limit_of_columns"),
    ("core/src/format/mapping/preview.rs", "LONGEST", ".", "a_long_cell_is_shortened"),
    ("core/src/format/mapping/preview.rs", "LONGEST_NUMBER", ".", "what_may_be_a_seed_is_masked_in_any_column"),
    ("core/src/app/desk/find.rs", "LONGEST_TEXT", ".", "a_long_text_is_cut"),
    ("core/src/sheets/wording.rs", "MOST_WORDING_BYTES", ".", "only_plain_text_with_named_placeholders_is_taken"),
    ("protocol/src/report.rs", "MOST_DAYS", "crates/tenant/tests/inventory/reports.rs", "reports_of_the_inventory_need_nothing_more"),
    ("protocol/src/sheets.rs", "LONGEST_CONTACT", "crates/core/src/app/tests/sheets.rs", "the_hosts_wording_is_used_unless_it_is_refused"),
    (USERS, "MAX_ROWS", ".", "rows_and_cells_have_limits"),
    (USERS, "MAX_COLUMNS", ".", "rows_and_cells_have_limits"),
    (USERS, "MAX_CELL", ".", "rows_and_cells_have_limits"),
    ("protocol/src/custom_csv.rs", "MAX_COLUMNS", "crates/core/src/format/custom_csv/mod.rs", "a_layout_has_limits"),
    ("protocol/src/custom_csv.rs", "MAX_TEXT", "crates/core/src/format/custom_csv/mod.rs", "a_layout_has_limits"),
    ("protocol/src/custom_csv.rs", "MAX_WORDS", "crates/core/src/format/custom_csv/mod.rs", "a_layout_has_limits"),
    ("core/src/conversion/parts.rs", "MAX_LABEL", ".", "what_tokens_share_is_shortened_in_a_name"),
    ("core/src/app/effect.rs", "MOST_TOKENS", "crates/core/src/app/tests.rs", "a_large_batch_comes_in_several_reports"),
    ("core/src/app/history.rs", "MAX_TOKENS", ".", "the_history_has_limits"),
    ("core/src/app/idle.rs", "MAX_MINUTES", ".", "awake_time_runs_out_after_an_announcement"),
    ("core/src/app/idle.rs", "LONGEST_AWAKE", ".", "awake_time_runs_out_after_an_announcement"),
    ("core/src/order/key.rs", "LONGEST_NAME", "crates/core/src/app/tests/order.rs", "a_key_needs_a_name_an_address_and_a_passphrase"),
    ("core/src/app/review.rs", "MAX_BLOCK", "crates/core/src/app/tests/caps.rs", "a_block_of_rows_has_a_limit"),
    ("core/src/graph/device.rs", "LONGEST_LINK", ".", "links_lead_nowhere_else"),
    ("core/src/graph/error.rs", "MOST_CHARACTERS", ".", "texts_are_cut"),
    ("core/src/graph/response.rs", "MOST_BYTES", ".", "a_claims_challenge_is_read"),
    ("core/src/graph/response.rs", "LONGEST_WAIT", ".", "the_wait_is_read"),
    ("core/src/graph/paging.rs", "MOST_PAGES", "crates/core/src/graph/run/tests.rs", "an_endless_list_ends"),
    ("core/src/sign_in/config.rs", "MOST_BYTES", ".", "only_ids_tenants_clouds_and_plain_text_are_taken"),
    ("core/src/sign_in/config.rs", "MOST_NOTE", ".", "only_ids_tenants_clouds_and_plain_text_are_taken"),
    ("core/src/sign_in/failure.rs", "MOST_QUOTED", ".", "a_quote_is_short_and_plain"),
    ("core/src/sign_in/place.rs", "LONGEST_DOMAIN", ".", "a_tenant_is_an_id_a_domain_or_any"),
    ("core/src/sign_in/place.rs", "LONGEST_LABEL", ".", "a_tenant_is_an_id_a_domain_or_any"),
    ("core/src/app/work/selected.rs", "LONGEST_TEXT", ".", "a_form_is_read"),
    ("core/src/app/journal/script.rs", "MOST_CHARACTERS", "crates/core/src/app/journal/view.rs", "a_long_script_is_shown_as_far_as_one_looks"),
    ("core/src/graph/work/mod.rs", "MOST_OPEN", "crates/core/src/graph/work/tests.rs", "no_more_than_allowed_are_under_way"),
    ("core/src/graph/work/mod.rs", "MOST_FORBIDDEN", "crates/core/src/graph/work/tests.rs", "who_may_not_is_not_asked_for_every_token"),
    ("core/src/graph/work/turn.rs", "MOST_PAGES", "crates/core/src/graph/work/tests/pages.rs", "a_list_that_leads_in_a_circle_is_left"),
    ("core/src/graph/gather.rs", "MOST_PAGES", ".", "an_answer_without_end_is_none"),
    ("core/src/graph/work/activation.rs", "MOST_ACTIVATIONS", ".", "no_more_than_allowed_go_within_the_time"),
    ("core/src/format/pskc/given.rs", "LONGEST_KEY_FILE", ".", "a_file_with_a_key_alone_is_told_from_others"),
    ("core/src/format/pskc/lock.rs", "LONGEST_NAME", ".", "a_long_name_is_cut"),
    ("core/src/format/dualshield.rs", "LONGEST_QUOTE", ".", "a_long_value_is_cut"),
    ("core/src/format/pskc/key.rs", "LONGEST_QUOTE", ".", "a_long_quote_is_cut"),
];

/// Named alike, but rules of a format or of Entra: they bound no cost.
const RULES: [(&str, &str); 11] = [
    ("core/src/conversion/target/entra_json.rs", "MOST_IN_BODY"),
    ("core/src/conversion/user.rs", "MOST_TOKENS"),
    ("core/src/format/duo_csv.rs", "MOST_CELLS"),
    ("core/src/format/oath_csv.rs", "MOST_CELLS"),
    ("core/src/format/users_file.rs", "MOST_WORDS"),
    ("core/src/graph/create.rs", "MOST_IN_BATCH"),
    ("core/src/graph/people/ask.rs", "MOST_AT_ONCE"),
    ("core/src/graph/people/ask.rs", "MOST_ROLES_AT_ONCE"),
    ("core/src/graph/people/mod.rs", "MOST_TOKENS_OF_ONE"),
    ("core/src/graph/ready.rs", "MOST_SKEW"),
    ("core/src/graph/control.rs", "MOST_REFUSED_TOKENS"),
];

#[test]
fn every_cap_has_a_test_that_exceeds_it() {
    let rows = CAPS.iter().map(|(file, name, ..)| (*file, *name)).chain(RULES);
    let rows: BTreeSet<_> = rows.map(|(file, name)| (file.to_owned(), name.to_owned())).collect();
    assert_eq!(rows.len(), CAPS.len() + RULES.len(), "a cap has two rows");
    let found: BTreeSet<_> = SOURCES.iter().flat_map(|folder| caps_below(folder)).collect();
    assert!(found.len() > 40, "too few caps were found to be all: {found:?}");
    assert_eq!(&found - &rows, BTreeSet::new(), "caps without a row in {}", file!());
    assert_eq!(&rows - &found, BTreeSet::new(), "rows in {} without a cap", file!());
    let untested: Vec<_> = CAPS.iter().filter(|row| !names_its_cap(row)).collect();
    assert!(untested.is_empty(), "tests that are not there or do not name their cap: {untested:#?}");
}

/// The caps of all files below a folder, each with its file.
fn caps_below(folder: &str) -> Vec<(String, String)> {
    let caps = |path: PathBuf| {
        let file = path.strip_prefix("crates").unwrap().to_str().unwrap().replace('\\', "/");
        let found: Vec<_> = source(&path).lines().filter_map(cap).map(str::to_owned).collect();
        found.into_iter().map(move |name| (file.clone(), name))
    };
    files_below(Path::new(folder)).into_iter().flat_map(caps).collect()
}

/// The name of the cap that a line declares.
fn cap(line: &str) -> Option<&str> {
    let (visibility, rest) = line.trim_start().split_once("const ")?;
    let (name, _) = rest.split_once(':')?;
    let declares = visibility.is_empty() || visibility.starts_with("pub");
    (declares && BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))).then_some(name)
}

fn names_its_cap((file, name, place, test): &Row) -> bool {
    let place = if *place == "." { format!("crates/{file}") } else { (*place).to_owned() };
    let whole = source(Path::new(&place));
    let (head, next) = if place == BROWSER {
        (format!("test(\"{test}\""), "\ntest(")
    } else {
        (format!("fn {test}("), "#[test]")
    };
    let body = whole.split_once(&head).map(|(_, rest)| rest.split_once(next).map_or(rest, |(body, _)| body));
    body.is_some_and(|body| body.lines().map(code).any(|line| line.contains(name)))
}

/// What a line does: a comment names a cap and exceeds nothing.
fn code(line: &str) -> &str {
    line.split_once("// ").map_or(line, |(code, _)| code)
}
