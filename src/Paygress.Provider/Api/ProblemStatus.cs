using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Api;

/// <summary>The HTTP status of each stable code.</summary>
internal static class ProblemStatus
{
    public static int Of(string code) => code switch
    {
        ErrorCodes.InvalidRequest or ErrorCodes.InvalidDuration or ErrorCodes.InvalidEnv or ErrorCodes.InvalidPort
            or ErrorCodes.InvalidVolumeEncryption => StatusCodes.Status400BadRequest,
        ErrorCodes.ImageNotAllowed or ErrorCodes.WrongKey => StatusCodes.Status403Forbidden,
        ErrorCodes.NotFound or ErrorCodes.UnknownTemplate or ErrorCodes.UnknownTier => StatusCodes.Status404NotFound,
        ErrorCodes.RequestIdConflict or ErrorCodes.NotActive or ErrorCodes.NotHeld or ErrorCodes.LeaseExpired => StatusCodes.Status409Conflict,
        ErrorCodes.PayloadTooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorCodes.TierTooSmall or ErrorCodes.ImageNotFound or ErrorCodes.ImagePullFailed or ErrorCodes.EncryptionUnavailable
            or ErrorCodes.VolumeKeyLost or ErrorCodes.DiskLimit => StatusCodes.Status422UnprocessableEntity,
        ErrorCodes.TooManyRequests => StatusCodes.Status429TooManyRequests,
        ErrorCodes.NoCapacity or ErrorCodes.Draining or ErrorCodes.BackendUnavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
