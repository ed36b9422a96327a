//! Holds template.yaml against the code, as to what is kept: the table, her
//! files, mails.

#![allow(clippy::unwrap_used, reason = "a test")]

use serde_json::{Value, json};

use crate::template::{all_under, resources, source, template};

#[test]
fn the_table_can_be_restored_and_hardly_lost() {
    let template = template();
    let tables = resources(&template, "AWS::DynamoDB::Table");
    assert_eq!(tables.len(), 1);
    let (_, table) = tables[0];
    assert_eq!(table["DeletionPolicy"], "Retain");
    assert_eq!(table["UpdateReplacePolicy"], "Retain");
    let table = &table["Properties"];
    assert_eq!(table["BillingMode"], "PAY_PER_REQUEST");
    assert_eq!(table["DeletionProtectionEnabled"], true);
    assert_eq!(table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"], true);
    assert_eq!(table["SSESpecification"]["SSEEnabled"], true);
    let (_, key) = resources(&template, "AWS::KMS::Key")[0];
    assert_eq!(key["DeletionPolicy"], "Retain");
    assert_eq!(key["Properties"]["EnableKeyRotation"], true);
}

#[test]
fn the_code_knows_every_key_and_index_of_the_table() {
    let template = template();
    let table = &template["Resources"]["Table"]["Properties"];
    let mut names = Vec::new();
    for key in ["AttributeName", "IndexName", "NonKeyAttributes"] {
        all_under(table, key, &mut names);
    }
    let code = source("shared/aws/src");
    let singles = names.iter().flat_map(|n| n.as_array().map_or(std::slice::from_ref(*n), Vec::as_slice));
    for name in singles {
        assert!(code.contains(&name.to_string()), "shared/aws never names {name}");
    }
}

#[test]
fn files_are_hidden_from_the_world_and_written_by_the_sweeper_alone() {
    let template = template();
    let (_, files) =
        resources(&template, "AWS::S3::Bucket").into_iter().find(|(name, _)| *name == "Files").unwrap();
    assert_eq!(files["DeletionPolicy"], "Retain");
    let properties = &files["Properties"];
    for block in ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"] {
        assert_eq!(properties["PublicAccessBlockConfiguration"][block], true, "{block}");
    }
    let mut keys = Vec::new();
    all_under(properties, "KMSMasterKeyID", &mut keys);
    assert_eq!(keys, [&json!({ "!GetAtt": "Key.Arn" })]);
    let holders = |action: &str| -> Vec<&str> {
        let holds = |role: &Value| {
            let mut found = Vec::new();
            all_under(role, "Action", &mut found);
            found.contains(&&json!(action))
        };
        resources(&template, "AWS::IAM::Role").into_iter().filter(|(_, r)| holds(r)).map(|(n, _)| n).collect()
    };
    assert_eq!(holders("s3:PutObject"), ["SlaSweeperRole"]);
    // The former of mails only: see `no_function_may_more_than_it_does`.
    assert_eq!(holders("s3:GetObject"), ["OfficerUpdatesRole", "SlaSweeperRole", "WebhookIntakeRole"]);
}

#[test]
fn mails_are_hidden_from_the_world_and_go_after_180_days() {
    let template = template();
    let mails = &template["Resources"]["Mails"]["Properties"];
    for block in ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"] {
        assert_eq!(mails["PublicAccessBlockConfiguration"][block], true, "{block}");
    }
    let mut keys = Vec::new();
    all_under(mails, "KMSMasterKeyID", &mut keys);
    assert_eq!(keys, [&json!({ "!GetAtt": "Key.Arn" })]);
    assert_eq!(mails["LifecycleConfiguration"]["Rules"][0]["ExpirationInDays"], 180);
    let topic = &template["Resources"]["MailTopic"]["Properties"];
    assert_eq!(topic["KmsMasterKeyId"], json!({ "!GetAtt": "Key.Arn" }));
    let policy = &template["Resources"]["MailTopicPolicy"]["Properties"]["PolicyDocument"]["Statement"];
    assert_eq!(policy.as_array().unwrap().len(), 1, "SES alone publishes");
    assert_eq!(policy[0]["Principal"], json!({ "Service": "ses.amazonaws.com" }));
    let subscription = &template["Resources"]["MailSubscription"]["Properties"];
    assert_eq!(subscription["Endpoint"], json!({ "!Sub": "${PublicUrl}/webhooks/email" }));
    assert!(subscription["RawMessageDelivery"].is_null(), "the signature is in the envelope");
    let rule = &template["Resources"]["MailRule"]["Properties"]["Rule"];
    assert_eq!(rule["ScanEnabled"], true);
    assert_eq!(rule["Actions"][0]["S3Action"]["TopicArn"], json!({ "!Ref": "MailTopic" }));
}
