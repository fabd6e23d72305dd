//! What is tried.

/// Each mutation with arguments that the right person's call gets past the policy with, and then
/// fails on: so that trying changes nothing.
pub const TRIED: &[(&str, &str)] = &[
    (
        "articleCreate",
        "input: { kind: NEWS, locale: \"uk\", sectionId: \"{section}\", headline: \"\" }",
    ),
    (
        "articleUpdate",
        "id: \"{draft}\", expectedVersion: 999, input: { urgency: 3 }",
    ),
    (
        "articleUpdate (live)",
        "id: \"{live}\", expectedVersion: 999, input: { urgency: 3 }",
    ),
    (
        "articlePublish",
        "id: \"{draft}\", input: { locales: [{ locale: \"uk\", expectedVersion: 999 }] }",
    ),
    (
        "articleUnpublish",
        "id: \"{draft}\", input: { locales: [\"uk\"], details: { reason: LEGAL_ORDER, note: \"n\" } }",
    ),
    (
        "translationCreate",
        "articleId: \"{draft}\", input: { locale: \"en\" }",
    ),
    (
        "translationSave (source)",
        "id: \"{source}\", expectedVersion: 999, input: { kicker: \"k\" }",
    ),
    (
        "translationSave",
        "id: \"{translation}\", expectedVersion: 999, input: { kicker: \"k\" }",
    ),
    (
        "translationPatchBlocks",
        "id: \"{translation}\", expectedVersion: 1, operations: [{ put: { block: { paragraph: { blockId: \"no id\", text: { spans: [] } } } } }]",
    ),
    (
        "translationChangeSlug",
        "id: \"{source}\", slug: \"{taken}\"",
    ),
    (
        "translationMarkCurrent",
        "id: \"{translation}\", sourceRevision: 999",
    ),
    ("lockAcquire", "translationId: \"{translation}\""),
    ("lockRenew", "translationId: \"{translation}\""),
    ("lockRelease", "translationId: \"{translation}\""),
    (
        "lockBreak",
        "translationId: \"{translation}\", reason: \"\"",
    ),
    (
        "commentAdd",
        "translationId: \"{translation}\", input: { text: \"\" }",
    ),
    ("commentReply", "commentId: \"{thread}\", text: \"\""),
    ("commentResolve", "commentId: \"{thread}\""),
    ("commentReopen", "commentId: \"{thread}\""),
    (
        "translationPublish",
        "id: \"{translation}\", expectedVersion: 999",
    ),
    (
        "translationUnpublish",
        "id: \"{translation}\", input: { reason: EDITORIAL, note: \"n\" }",
    ),
    (
        "correctionIssue",
        "translationId: \"{translation}\", input: { kind: UPDATE, text: { spans: [] }, expectedVersion: 999 }",
    ),
    (
        "articleSetEmbargo",
        "id: \"{draft}\", until: \"2020-01-01T00:00:00Z\"",
    ),
    ("articleTrash", "id: \"{live}\""),
    (
        "translationSubmit (source)",
        "id: \"{source}\", expectedVersion: 999",
    ),
    (
        "translationSubmit",
        "id: \"{translation}\", expectedVersion: 999",
    ),
    (
        "translationRequestChanges",
        "id: \"{translation}\", note: \"n\"",
    ),
    (
        "translationApprove",
        "id: \"{translation}\", expectedVersion: 999",
    ),
    (
        "translationSchedule",
        "id: \"{translation}\", expectedVersion: 999, input: { at: { instant: \"2020-01-01T00:00:00Z\" } }",
    ),
    ("translationUnschedule", "id: \"{translation}\""),
    ("translationArchive", "id: \"{translation}\""),
    ("translationUnarchive", "id: \"{translation}\""),
    (
        "translationDiscardDraft",
        "id: \"{translation}\", expectedVersion: 999",
    ),
    (
        "translationRevert",
        "id: \"{translation}\", expectedVersion: 999, toRevision: 1",
    ),
    (
        "translationRelist",
        "id: \"{translation}\", listedAt: \"2020-01-01T00:00:00Z\", reason: \"r\"",
    ),
    ("correctionWithdraw", "id: \"{note}\", reason: \"r\""),
    (
        "previewLinkCreate",
        "translationId: \"{source}\", input: { validFor: \"P8D\" }",
    ),
    ("tagCreate", "input: { kind: TOPIC, names: [] }"),
    (
        "tagUpdate",
        "id: \"{tag}\", expectedVersion: 999, input: {}",
    ),
    ("tagMerge", "id: \"{tag}\", intoId: \"{tag}\""),
    ("tagRetire", "id: \"{tag}\""),
    ("sectionCreate", "input: { names: [] }"),
    (
        "sectionUpdate",
        "id: \"{section}\", expectedVersion: 999, input: {}",
    ),
    (
        "sectionMove",
        "id: \"{section}\", parentId: \"{section}\", position: 0",
    ),
    (
        "sectionRetire",
        "id: \"{section}\", moveArticlesToId: \"{section}\"",
    ),
    ("authorCreate", "input: { names: [] }"),
    (
        "authorUpdate",
        "id: \"{author}\", expectedVersion: 999, input: {}",
    ),
    ("authorMerge", "id: \"{author}\", intoId: \"{author}\""),
    (
        "assetBeginUpload",
        "input: { fileName: \"a.svg\", mimeType: \"image/svg+xml\", byteSize: \"10\", checksum: \"00\" }",
    ),
    ("assetCompleteUpload", "id: \"{asset}\""),
    (
        "assetUpdate",
        "id: \"{asset}\", expectedVersion: 999, input: {}",
    ),
    (
        "assetRetire",
        "id: \"{asset}\", reason: \"r\", replaceWithId: \"{asset}\"",
    ),
    (
        "frontPin",
        "frontId: \"{front}\", expectedVersion: 999, input: { zoneKey: \"lead\", position: 1, articleId: \"{live}\" }",
    ),
    (
        "frontUnpin",
        "frontId: \"{front}\", expectedVersion: 999, pinId: \"{pin}\"",
    ),
    (
        "frontArrange",
        "frontId: \"{front}\", expectedVersion: 999, zones: []",
    ),
    (
        "redirectCreate",
        "input: { fromPath: \"no-slash\", to: { tagId: \"{tag}\" } }",
    ),
    ("redirectDelete", "id: \"{redirect}\""),
    (
        "menuSave",
        "locale: \"uk\", key: \"sections\", expectedVersion: 999, items: []",
    ),
    ("settingsUpdate", "expectedVersion: 999, input: {}"),
    (
        "callToActionCreate",
        "input: { key: \"\", slot: \"x\", texts: [], url: \"https://mayak.example\" }",
    ),
    (
        "callToActionUpdate",
        "id: \"{appeal}\", expectedVersion: 999, input: { key: \"k\", slot: \"x\", texts: [], url: \"https://mayak.example\" }",
    ),
    (
        "apiTokenCreate",
        "input: { name: \"\", permissions: [ADS_MANAGE] }",
    ),
    ("apiTokenRevoke", "id: \"{token}\""),
    (
        "userInvite",
        "input: { email: \"\", displayName: \"\", uiLocale: \"uk\", assignments: [] }",
    ),
    ("userSetAssignments", "id: \"{account}\", assignments: []"),
    ("userSuspend", "id: \"{account}\", reason: \"\""),
    (
        "placementCreate",
        "input: { key: \"\", name: \"\", pageKinds: [], zone: RAIL, devices: [], sizes: [] }",
    ),
    (
        "placementUpdate",
        "id: \"{placement}\", expectedVersion: 999, input: { key: \"k\", name: \"n\", pageKinds: [], zone: RAIL, devices: [], sizes: [] }",
    ),
    (
        "advertiserCreate",
        "input: { name: \"\", legalName: \"\", domains: [] }",
    ),
    (
        "advertiserUpdate",
        "id: \"{buyer}\", expectedVersion: 999, input: { name: \"\", legalName: \"\", domains: [] }",
    ),
    (
        "campaignCreate",
        "input: { advertiserId: \"{buyer}\", name: \"\" }",
    ),
    (
        "campaignUpdate",
        "id: \"{order}\", expectedVersion: 999, input: { advertiserId: \"{buyer}\", name: \"\" }",
    ),
    ("campaignPause", "id: \"{order}\""),
    ("campaignResume", "id: \"{order}\""),
    ("campaignArchive", "id: \"{order}\""),
    (
        "lineItemCreate",
        "input: { campaignId: \"{order}\", name: \"\", tier: HOUSE, flight: { start: { instant: \"2026-01-01T00:00:00Z\" } }, goal: { metric: NONE }, targeting: {}, creatives: [] }",
    ),
    (
        "lineItemUpdate",
        "id: \"{line item}\", expectedVersion: 999, input: { campaignId: \"{order}\", name: \"\", tier: HOUSE, flight: { start: { instant: \"2026-01-01T00:00:00Z\" } }, goal: { metric: NONE }, targeting: {}, creatives: [] }",
    ),
    ("lineItemSubmit", "id: \"{line item}\""),
    ("lineItemApprove", "id: \"{line item}\""),
    ("lineItemPause", "id: \"{line item}\""),
    ("lineItemResume", "id: \"{line item}\""),
    ("lineItemArchive", "id: \"{line item}\""),
    (
        "creativeCreate",
        "input: { advertiserId: \"{buyer}\", name: \"\", variants: [] }",
    ),
    (
        "creativeUpdate",
        "id: \"{creative}\", expectedVersion: 999, input: { advertiserId: \"{buyer}\", name: \"\", variants: [] }",
    ),
    (
        "creativeApprove",
        "id: \"{creative}\", expectedVersion: 999",
    ),
    (
        "creativeReject",
        "id: \"{creative}\", expectedVersion: 999, reason: \"r\"",
    ),
];

/// Those that may be said again of what they have been done to already, and change nothing.
pub const REPEATABLE: &[&str] = &[
    "assetCompleteUpload",
    "lockAcquire",
    "lockRenew",
    "lockRelease",
    "commentResolve",
    "commentReopen",
    "campaignPause",
    "campaignResume",
    "campaignArchive",
    "lineItemArchive",
];
