use super::{later, new_tenant, walk};
use crate::discovery::export;
use pantheon_core::{
    Error,
    command::Commit,
    export::{Basis, Checkpoint, Export, ExportFilter, ExportRequested, Exports, Turn},
    id::ScanId,
    upload::{Progress, Written},
};
use serde_json::json;

/// Runs the suite of [`Exports`].
pub async fn exports(port: &dyn Exports) {
    let tenant = new_tenant();
    let all: Vec<Export> = [3, 1, 2].map(|minute| export(later(minute))).into();
    for export in &all {
        let origin = crate::accounts::origin(&tenant, later(0));
        let fact = ExportRequested { export_id: export.id.clone(), format: export.wish.format };
        let commit = Commit::unasked().telling(&origin, &fact, export.version);
        port.insert_export(&tenant, export, commit).await.expect("inserts");
    }
    let again = port.insert_export(&tenant, &all[0], Commit::unasked()).await;
    assert!(matches!(again, Err(Error::Conflict { .. })), "{again:?}");
    let listed = walk(2, |page| {
        let tenant = &tenant;
        async move { port.exports(tenant, &page).await }
    });
    assert_eq!(listed.await, [all[0].clone(), all[2].clone(), all[1].clone()], "the newest first");

    let mut moved = all[0].clone();
    moved.wish.filter = ExportFilter { owner: Some("hestia".into()), tag: Some("a=b".into()), ..moved.wish.filter };
    let basis = Basis { scan_id: ScanId::generate(later(0)), assembled_at: later(0), complete: false };
    let Turn::Ours(taken) = moved.turn(Some(basis), later(4)) else { panic!("nobody has it") };
    let file = json!({
        "upload": "an upload",
        "parts": [{"number": 1, "etag": "\"e\"", "checksum": null}],
        "bytes": 9_000_000_000_u64,
        "digest": "00",
    });
    let file: Progress = serde_json::from_value(file).expect("a progress");
    let checkpoint = Checkpoint { file, after: "[\"a#b\"]".to_owned(), rows: 7 };
    let advanced = taken.advanced(Some(checkpoint));
    let written = Written { bytes: 9_000_000_001, sha256: "ff".to_owned() };
    let ended = advanced.completed(written, 8, later(5));
    for version in [*taken, advanced, ended.clone()] {
        port.update_export(&tenant, &version, Commit::unasked()).await.expect("updates");
        assert_eq!(port.export(&tenant, &version.id).await.expect("reads"), Some(version));
    }
    let stale = port.update_export(&tenant, &ended, Commit::unasked()).await;
    assert!(matches!(stale, Err(Error::PreconditionFailed { .. })), "{stale:?}");
    assert_eq!(port.export(&new_tenant(), &ended.id).await.expect("reads"), None);
}
