//! One call of a service by a function: counted, made to fail, died at.

use axum::response::Response;

use crate::faults::{Boundary, Death, FaultKind, Service};
use crate::process::Instance;

/// A call before it is done.
pub(crate) struct Call<'a> {
    pub(crate) instance: &'a Instance,
    pub(crate) service: Service,
    pub(crate) operation: &'a str,
    /// `None` for a call that is no boundary.
    pub(crate) kind: Option<Boundary>,
}

impl Call<'_> {
    /// Does `act`, unless a fault or a death is due. `failure` answers as the
    /// service does when it throttles or fails; `skipped` is told when
    /// nothing was done.
    pub(crate) async fn perform(
        &self,
        failure: impl Fn(FaultKind) -> Response,
        act: impl Future<Output = Response>,
        skipped: impl Fn(),
    ) -> Response {
        let instance = self.instance;
        let death = self.kind.and_then(|kind| instance.pass(self.service, self.operation, kind));
        instance.shared.usage.call(self.service, self.operation);
        if death == Some(Death::Before) {
            match instance.die().await {}
        }
        let response = match instance.shared.faults.strike(self.service, self.operation) {
            None => act.await,
            Some(FaultKind::LostResponse) => {
                act.await;
                failure(FaultKind::LostResponse)
            }
            Some(FaultKind::Timeout) => {
                skipped();
                std::future::pending().await
            }
            Some(kind) => {
                skipped();
                failure(kind)
            }
        };
        if death == Some(Death::After) {
            match instance.die().await {}
        }
        response
    }
}
