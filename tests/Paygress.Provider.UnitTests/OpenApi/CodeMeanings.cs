using static Paygress.Provider.Core.Problems.ErrorCodes;

namespace Paygress.Provider.UnitTests.OpenApi;

/// <summary>What each stable code means to a caller. A code that is missing here fails a test.</summary>
internal static class CodeMeanings
{
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [InvalidRequest] = "The request is not of the expected shape, or a field is out of its bounds.",
        [InvalidDuration] = "The duration is out of the bounds that the provider sells.",
        [InvalidEnv] = "A variable has no valid name or value, is too large, or one that the template needs is missing.",
        [InvalidPort] = "A port is out of range, given twice, or of an unknown protocol.",
        [InvalidVolumeEncryption] = "The encryption is of an unknown kind, its key is not 32 bytes, or there is no volume to encrypt.",
        [NotFound] = "There is no such lease or request.",
        [UnknownTemplate] = "The template is not on offer.",
        [UnknownTier] = "The tier is not on offer.",
        [RequestIdConflict] = "The request id was given before with another body; take a new one.",
        [NotActive] = "The lease is not in a state in which that can be done.",
        [NotHeld] = "The end of the lease is in force; there is nothing to confirm.",
        [LeaseExpired] = "The time of the lease is up.",
        [ImageNotAllowed] = "The operator does not allow this image.",
        [WrongKey] = "The key does not open the volume.",
        [PayloadTooLarge] = "The body is larger than the provider takes.",
        [TierTooSmall] = "The tier is smaller than the template needs.",
        [ImageNotFound] = "There is no such image.",
        [ImagePullFailed] = "The image could not be fetched.",
        [EncryptionUnavailable] = "This host can't make encrypted volumes.",
        [VolumeKeyLost] = "The provider was restarted before the key was used; send the request again with a new request id.",
        [DiskLimit] = "The lease filled the host's disk and was ended.",
        [TooManyRequests] = "Too many requests wait, or too many clients are served; try again later.",
        [NoCapacity] = "There is not enough left to sell: the detail says of what.",
        [Draining] = "The provider takes no new leases at present.",
        [BackendUnavailable] = "Docker does not answer, or this host lacks a prerequisite; try again later.",
        [BackendError] = "Something failed on the provider's side; its journal says what.",
    };
}
