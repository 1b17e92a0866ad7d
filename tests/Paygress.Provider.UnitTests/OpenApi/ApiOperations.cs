using Paygress.Provider.Api.Messages;
using static Paygress.Provider.Core.Problems.ErrorCodes;

namespace Paygress.Provider.UnitTests.OpenApi;

/// <summary>Every route of the local API, described. A route that is missing here fails a test.</summary>
internal static class ApiOperations
{
    private static readonly (string, string, string) Wait =
        ("wait", "string", "Answers when something has changed, or after this time, as 30s; at most 5m. Missing: at once.");

    public static readonly ApiOperation[] All =
    [
        new("POST", "/v1/spawns", "Ask for a lease.")
        {
            Details = "The request is durable when it is accepted; follow it by its request_id. Sent again with the same request_id it gives the same lease. What can be seen to be wrong is told at once, all of it; what shows later (no capacity, an image that can't be fetched) ends the lease as failed, with the code in the lease.",
            Body = typeof(SpawnMessage), Answer = typeof(LeaseMessage),
            Success = [(202, "The request is accepted; the lease is queued."), (200, "The request was accepted before; the lease as it is now.")],
            Codes =
            [
                InvalidRequest, InvalidDuration, InvalidEnv, InvalidPort, InvalidVolumeEncryption, ImageNotAllowed, UnknownTemplate, UnknownTier, RequestIdConflict,
                PayloadTooLarge, TierTooSmall, EncryptionUnavailable, TooManyRequests, Draining, BackendUnavailable, BackendError,
            ],
        },
        new("GET", "/v1/spawns/{requestId}", "Follow a request.")
        {
            Details = "With wait it answers as soon as the lease is no longer queued or provisioning, or what is being done for it has changed.",
            Answer = typeof(LeaseMessage), Query = [Wait], Codes = [InvalidRequest, NotFound],
        },
        new("GET", "/v1/leases", "List leases.")
        {
            Details = "Those that are not over, unless states or all are asked for.",
            Answer = typeof(LeaseListMessage),
            Query = [("state", "states", "Only leases in these states; may be given more than once."), ("all", "boolean", "Also those that are over.")],
            Codes = [InvalidRequest],
        },
        new("GET", "/v1/leases/{id}", "Look at one lease, its container included.") { Answer = typeof(LeaseMessage), Codes = [NotFound] },
        new("GET", "/v1/leases/{id}/events", "Read the event log of a lease.") { Answer = typeof(LeaseEventListMessage), Codes = [NotFound] },
        new("GET", "/v1/leases/{id}/why", "Read the story of a lease: its steps, how long each took, how it came out.")
        {
            Details = "From the books, and from the machine's journal where there is one.", Answer = typeof(WhyMessage), Codes = [NotFound],
        },
        new("GET", "/v1/leases/{id}/logs", "Read what the container of a lease wrote.")
        {
            AnswerContent = "text/plain", Query = [("follow", "boolean", "Goes on with what it writes from now on.")],
            Codes = [InvalidRequest, NotFound, NotActive, TooManyRequests, BackendUnavailable, BackendError],
        },
        new("DELETE", "/v1/leases/{id}", "End a lease now.")
        {
            Details = "The lease as it is then; with wait, when nothing of it is left. After a loss of the store, of what no lease in the books explains: what was removed.",
            Answer = typeof(LeaseMessage), OtherAnswer = typeof(RemovedListMessage),
            Query = [("reason", "string", "Why, in at most 200 characters on one line; for books and journal."), Wait],
            Codes = [InvalidRequest, NotFound, NotActive, LeaseExpired],
        },
        new("POST", "/v1/leases/{id}/extend", "Add time to a lease.")
        {
            Details = "Sent again with the same request_id it adds nothing.",
            Body = typeof(ExtendMessage), Answer = typeof(LeaseMessage),
            Codes = [InvalidRequest, InvalidDuration, NotFound, RequestIdConflict, NotActive, LeaseExpired, PayloadTooLarge, BackendError],
        },
        new("POST", "/v1/leases/{id}/confirm", "Let the end of a held lease hold.")
        {
            Details = "A lease that was rebuilt after a loss of the store is held: its end may be too early. With a duration it ends so long from now, else at the end that it has.",
            Body = typeof(ConfirmMessage), Answer = typeof(LeaseMessage),
            Codes = [InvalidRequest, InvalidDuration, NotFound, RequestIdConflict, NotActive, NotHeld, PayloadTooLarge, BackendError],
        },
        new("POST", "/v1/leases/{id}/unlock", "Give the key of a locked lease.")
        {
            Details = "The key is in memory only until the volume is open.",
            Body = typeof(UnlockMessage), Answer = typeof(LeaseMessage),
            Codes = [InvalidRequest, InvalidVolumeEncryption, WrongKey, NotFound, NotActive, LeaseExpired, PayloadTooLarge, BackendUnavailable, BackendError],
        },
        new("GET", "/v1/trial", "Read what the last trial on this host has shown.") { Answer = typeof(TrialMessage), Codes = [NotFound] },
        new("POST", "/v1/trial", "Try on this host whether the limits that are sold can be exceeded.")
        {
            Details = "Takes two leases of template hello, and answers after a minute or two. A caller who goes does not end it; one who asks meanwhile gets the report of the same trial. What does not hold is not offered any more.",
            Answer = typeof(TrialMessage),
            Codes = [InvalidRequest, UnknownTemplate, UnknownTier, TierTooSmall, NoCapacity, Draining, TooManyRequests, ImageNotFound, ImagePullFailed, BackendUnavailable, BackendError],
        },
        new("POST", "/v1/leases/{id}/exec", "Learn how to run a program in the container of a lease.")
        {
            Details = "The journal is told who asks, and for which program. The caller then runs docker, and needs rights on it.",
            Body = typeof(ExecMessage), Answer = typeof(ExecGrantMessage),
            Codes = [InvalidRequest, NotFound, NotActive, PayloadTooLarge],
        },
        new("GET", "/v1/events", "Follow what happens to all leases, as server-sent events.")
        {
            Details = "The data of each is an event as JSON. A client that was cut off goes on after the header Last-Event-ID; a comment comes at least every 15 s, and a client that takes nothing for 30 s is let go.",
            Answer = typeof(EventMessage), AnswerContent = "text/event-stream",
            Query = [("follow", "boolean", "Goes on with what happens from now on; true when missing."), ("last", "integer", "Begins with so many of the latest events; 0 when missing, at most 10000.")],
            Codes = [InvalidRequest, TooManyRequests],
        },
        new("GET", "/v1/tiers", "List the tiers on offer.") { Answer = typeof(TierListMessage) },
        new("GET", "/v1/templates", "List the templates on offer.") { Answer = typeof(TemplateListMessage) },
        new("GET", "/v1/status", "See how the provider is.") { Answer = typeof(StatusMessage), Codes = [BackendError] },
        new("GET", "/v1/node", "See how the machine is.") { Answer = typeof(NodeMessage), Codes = [BackendError] },
        new("GET", "/v1/audit", "Compare books and host.") { Details = "Asks docker and the kernel, which may take seconds. Changes nothing.", Answer = typeof(AuditMessage) },
        new("PUT", "/v1/drain", "Stop or resume taking new leases.")
        {
            Details = "Durable when it answers; survives a restart. Leases that run go on.",
            Body = typeof(DrainMessage), Answer = typeof(DrainMessage), Codes = [InvalidRequest, PayloadTooLarge],
        },
        new("GET", "/healthz", "See whether the provider answers.") { AnswerContent = "text/plain" },
        new("GET", "/metrics", "Read the metrics, in the text format of Prometheus.") { AnswerContent = "text/plain; version=0.0.4", Codes = [BackendError] },
        new("GET", "/openapi/v1.json", "Read this document.") { AnswerContent = "application/json" },
    ];
}
