namespace Paygress.Provider.Core.Diagnostics;

/// <summary>Every event's number. A number is never reused, renumbered or repurposed; a retired one stays here with a comment.</summary>
/// <remarks>Blocks: 1000 host, 2000 commands, 3000 docker, 4000 volumes, 5000 leases, 6000 store, 7000 API, 8000 transports.</remarks>
public static class EventIds
{
    // 1000 host
    public const int ProviderStarted = 1000;
    public const int ProviderStopping = 1001;
    public const int LoopTurnFailed = 1002;
    public const int HeartbeatSent = 1003;
    public const int HeartbeatPublishFailed = 1004;
    public const int LoopStalled = 1007;
    public const int NodeNotMeasured = 1009;
    public const int MachineRestarted = 1010;
    public const int ClockDoubted = 1011;
    public const int ClockMarkNotWritten = 1012;
    public const int FailPointsEnabled = 1013;
    public const int HostCheckPassed = 1020;
    public const int HostCheckWarned = 1021;
    public const int HostCheckFailed = 1022;
    public const int NetworkGuarded = 1025;
    public const int NetworkMended = 1026;
    public const int NetworkNotGuarded = 1027;
    public const int ExpiryTimersUnavailable = 1030;
    public const int ExpiryTimersAvailable = 1031;
    public const int ExpiryTimersRemoved = 1032;
    public const int LimitHeld = 1040;
    public const int LimitBroken = 1041;
    public const int LimitNotTried = 1042;
    public const int TrialNotMade = 1043;
    public const int TrialOutdated = 1044;

    // 2000 commands
    public const int CommandFinished = 2000;
    public const int CommandTimedOut = 2001;
    public const int CommandNotStarted = 2002;

    // 3000 docker
    public const int DockerUnavailable = 3000;
    public const int DockerAvailable = 3001;
    public const int ImagePullStarted = 3003;
    public const int ImagePulled = 3004;
    public const int ImagePullFailed = 3005;
    public const int ContainerEventsInterrupted = 3006;
    public const int HostNotPrepared = 3007;
    public const int ContainerEventsReopened = 3008;
    public const int DockerForgot = 3009;
    public const int TenantKilled = 3010;
    public const int TenantNotKilled = 3011;
    public const int ImageRemoved = 3020;
    public const int ImageNotRemoved = 3021;
    public const int ImageKept = 3022;

    // 4000 volumes
    public const int VolumeCreated = 4000;
    public const int VolumeDestroyed = 4001;
    public const int VolumeForeign = 4002;
    public const int VolumePinned = 4003;
    public const int VolumesUnavailable = 4004;
    public const int VolumesAvailable = 4005;

    // 5000 leases
    public const int LeaseQueued = 5000;
    public const int LeaseRejected = 5001;
    public const int LeaseAdmitted = 5002;
    public const int LeaseStarted = 5003;
    public const int LeaseProvisionFailed = 5004;
    public const int LeaseExtended = 5005;
    public const int LeaseReleased = 5006;
    public const int LeaseExpired = 5007;
    public const int LeaseEnded = 5008;
    public const int LeaseEvictionFailed = 5009;
    public const int LeaseEventRefused = 5010;
    public const int LeaseContainerExited = 5011;
    public const int LeaseContainerRestarted = 5012;
    public const int LeaseContainerCompleted = 5013;
    public const int LeaseContainerLost = 5014;
    public const int LeaseRestartFailed = 5015;
    public const int LeaseLocked = 5016;
    public const int LeaseUnlocked = 5017;
    public const int LeaseDiskLimit = 5018;
    public const int DiskFills = 5019;
    public const int OrphanFound = 5020;
    public const int OrphanRemoved = 5021;
    public const int OrphanKept = 5022;
    public const int DrainChanged = 5023;
    public const int HistoryPruned = 5024;
    public const int SpawnRecovered = 5025;
    public const int LeaseWorkCrashed = 5026;
    public const int OrphanNotRemoved = 5027;
    public const int LeaseEndNotKept = 5028;
    public const int LeaseOutageBegan = 5030;
    public const int LeaseOutageEnded = 5031;
    public const int LeaseExpiredUnbooked = 5032;
    public const int LeaseRestored = 5040;
    public const int LeaseFileNotUsed = 5041;
    public const int LeaseRebuilt = 5042;
    public const int LeaseNotRebuilt = 5043;
    public const int LeaseConfirmed = 5044;
    public const int LeaseSuperseded = 5045;
    public const int LeaseTimerNotArmed = 5050;
    public const int LeaseTimerNotRemoved = 5051;
    public const int LeaseKilledByTimer = 5052;
    public const int LeaseTimerIdle = 5053;
    public const int LeaseTimerRefused = 5054;
    public const int LeaseNotKilledByTimer = 5055;

    // 6000 store
    public const int StoreMigrated = 6001;
    public const int StoreNewBesideOldInstance = 6002;
    public const int StoreDamaged = 6003;
    public const int StoreOlderThanHost = 6004;
    public const int StoreFoundDamaged = 6005;

    // 7000 API
    public const int ApiRequest = 7001;
    public const int ApiRequestFailed = 7002;
    public const int ContainerEntered = 7003;
}
