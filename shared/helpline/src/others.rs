//! Her other complaints, beside the one that an officer looks at: perhaps one
//! matter.

use domain::access;
use domain::complaint::Complaint;

use crate::act::Case;
use crate::ports::{Store, StoreError, World};
use crate::service::Helpline;
use crate::vault::PersonKey;

/// Another complaint of hers, and the officer's own link to it.
#[derive(Debug, Clone)]
pub struct Other {
    /// The complaint.
    pub complaint: Complaint,
    /// The token in the link.
    pub token: String,
}

/// Her other complaints that this officer may see, the newest first. One request,
/// and none where the officer could do nothing with them.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn of<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    case: &Case,
) -> Result<Vec<Other>, StoreError> {
    let (policy, officer, own) = (&case.policy, &case.officer.id, &case.complaint);
    let concerns = own.is_one_of_several()
        || (own.status.is_open() && access::officer_may(policy, own, officer, "merge"));
    if !concerns {
        return Ok(Vec::new());
    }
    let mut complaints = helpline.store.load_person(&case.person).await?.complaints;
    complaints.sort_by_key(|it| std::cmp::Reverse(it.registered_at));
    let shown = |it: &Complaint| {
        let tied = own.course.with.contains(&it.reference) || own.merged_into() == Some(&it.reference);
        let seen = access::officer_may(policy, it, officer, access::READ);
        it.reference != own.reference && seen && (tied || it.status.is_open())
    };
    let other = |complaint: Complaint| {
        let hash = complaint.key.clone().unwrap_or_else(|| case.person.hash.clone());
        let person = PersonKey { hash, ..case.person.clone() };
        let token = helpline.vault.mint_link(&person, &complaint.reference, officer);
        Other { complaint, token }
    };
    Ok(complaints.into_iter().filter(shown).map(other).collect())
}
