using Paygress.Provider.TestSupport.Golden;

namespace Paygress.Provider.UnitTests.Conventions;

/// <summary>Things a reader looks for, and the one file in which each begins.</summary>
public sealed class NounTests
{
    [Theory]
    [InlineData("eviction", "Core/Eviction/LeaseEvictor.cs")]
    [InlineData("admission", "Core/Admission/AdmissionRule.cs")]
    [InlineData("unlock", "Core/Encryption/LeaseUnlocker.cs")]
    [InlineData("encrypted volumes", "Linux/Volumes/LuksVolumes.cs")]
    [InlineData("validation", "Core/Spawning/SpawnValidator.cs")]
    [InlineData("lease state machine", "Core/Leases/Lease.Transitions.cs")]
    [InlineData("restart", "Core/Restarts/RestartRule.cs")]
    [InlineData("reconciliation", "Core/Reconciliation/ReconcilePlan.cs")]
    [InlineData("heartbeat", "Core/Heartbeats/HeartbeatComposer.cs")]
    [InlineData("event ids", "Core/Diagnostics/EventIds.cs")]
    [InlineData("events of all leases", "Linux/Storage/SqliteEventLog.cs")]
    [InlineData("story", "Core/Stories/StoryRule.cs")]
    [InlineData("error codes", "Core/Problems/ErrorCodes.cs")]
    [InlineData("docker flags", "Linux/Docker/DockerArguments.cs")]
    [InlineData("image pull", "Core/Images/ImagePulls.cs")]
    [InlineData("volume", "Linux/Volumes/PlainVolumes.cs")]
    [InlineData("device link", "Linux/Volumes/DeviceLinks.cs")]
    [InlineData("spawn queue", "Linux/Storage/SqliteSpawnQueue.cs")]
    [InlineData("expiry timer", "Linux/Timers/SystemdTimers.cs")]
    [InlineData("env file", "Linux/Spawning/EnvironmentFiles.cs")]
    public void Noun_Sought_IsInOneFile(string noun, string file) =>
        File.Exists(Path.Combine(Repository.Root, "src", $"Paygress.Provider.{file}")).ShouldBeTrue($"{noun} is looked for in {file}");
}
