namespace Paygress.Provider.Core.Problems;

/// <summary>Every stable code that a caller may see. A code is never renamed or reused.</summary>
public static class ErrorCodes
{
    public const string InvalidRequest = "invalid_request";
    public const string InvalidDuration = "invalid_duration";
    public const string InvalidEnv = "invalid_env";
    public const string InvalidPort = "invalid_port";
    public const string InvalidVolumeEncryption = "invalid_volume_encryption";
    public const string NotFound = "not_found";
    public const string UnknownTemplate = "unknown_template";
    public const string UnknownTier = "unknown_tier";
    public const string RequestIdConflict = "request_id_conflict";
    public const string NotActive = "not_active";
    public const string NotHeld = "not_held";
    public const string LeaseExpired = "lease_expired";
    public const string ImageNotAllowed = "image_not_allowed";
    public const string WrongKey = "wrong_key";
    public const string PayloadTooLarge = "payload_too_large";
    public const string TierTooSmall = "tier_too_small";
    public const string ImageNotFound = "image_not_found";
    public const string ImagePullFailed = "image_pull_failed";
    public const string EncryptionUnavailable = "encryption_unavailable";
    public const string VolumeKeyLost = "volume_key_lost";
    public const string DiskLimit = "disk_limit";
    public const string TooManyRequests = "too_many_requests";
    public const string NoCapacity = "no_capacity";
    public const string Draining = "draining";
    public const string BackendUnavailable = "backend_unavailable";
    public const string BackendError = "backend_error";
}
