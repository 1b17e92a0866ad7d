using System.Collections.Immutable;
using Paygress.Provider.Core.Text;
using static Paygress.Provider.Configuration.SettingKind;

namespace Paygress.Provider.Configuration;

/// <summary>Every key that the configuration may have. What is not here is a fault; defaults are in appsettings.json.</summary>
internal static class Settings
{
    private const int MaxDistance = 3;
    private const double Minute = 60;
    private const double Hour = 60 * Minute;
    private const double Day = 24 * Hour;
    private const double Millisecond = 0.001;

    public static readonly ImmutableArray<Setting> All =
    [
        new("Provider:Name", Text),
        new("Provider:PublicHost", Text),
        new("Provider:DataDirectory", AbsolutePath),
        new("Provider:RuntimeDirectory", AbsolutePath),
        new("Provider:VmidRangeStart", Integer, 1, 999_999),
        new("Provider:VmidRangeEnd", Integer, 1, 999_999),

        new("Docker:Program", Text),
        new("Docker:Network", Text),
        new("Docker:Bridge", Text),
        new("Docker:Subnet", Text),
        new("Docker:Dns:*", Text) { Layering = ListLayering.Replace },
        new("Docker:RepairByRestart", SettingKind.Boolean),
        new("Docker:Runtime", Text),
        new("Docker:BindAddress", Text),
        new("Docker:PullPolicy", Choice) { Choices = [("missing", "Missing"), ("never", "Never"), ("always", "Always")] },
        new("Docker:MaxPulls", Integer, 1, 16),
        new("Docker:QueryTimeout", Duration, 100 * Millisecond, 10 * Minute),
        new("Docker:CreateTimeout", Duration, 100 * Millisecond, 10 * Minute),
        new("Docker:StartTimeout", Duration, 100 * Millisecond, 10 * Minute),
        new("Docker:StopTimeout", Duration, 100 * Millisecond, 10 * Minute),
        new("Docker:DeleteTimeout", Duration, 100 * Millisecond, 10 * Minute),
        new("Docker:PullTimeout", Duration, 1, Day),

        // Longer than an exit is in doubt (20 s): it is believed because the stream lived on.
        new("Docker:EventsIdleTimeout", Duration, 30, Day),
        new("Docker:LogMaxSizeMb", Integer, 1, 10_000),
        new("Docker:LogMaxFiles", Integer, 1, 100),
        new("Docker:PidsLimit", Integer, 16, 4_194_304),

        new("Network:Isolation", Choice) { Choices = [("required", "Required"), ("off", "Off")] },

        // Whoever adds a range of their own must not lose the private networks, the metadata service and the rest.
        new("Network:Refused:*", Text) { Layering = ListLayering.Add },
        new("Network:NewConnectionsPerSecond", Integer, 1, 1_000_000),
        new("Network:MaxConnections", Integer, 1, 1_000_000),

        // Two priorities after it are taken too, and 253 to 255 are the kernel's.
        new("Network:RouteTable", Integer, 256, 30_000),

        new("Volumes:Plain", Choice) { Choices = [("image", "Image"), ("docker-volume", "DockerVolume")] },
        new("Volumes:Allocation", Choice) { Choices = [("sparse", "Sparse"), ("full", "Full")] },

        new("Spawn:Concurrency", Integer, 1, 64),
        new("Spawn:QueueLimit", Integer, 1, 1_000_000),
        new("Spawn:MaxLeasesPerOwner", Integer, 0, 1000),
        new("Spawn:MaxRequestsPerMinute", Integer, 0, 1_000_000),
        new("Spawn:QueueTimeout", Duration, 1, Day),

        new("Leases:MinimumDuration", Duration, 1, 365 * Day),
        new("Leases:MaximumDuration", Duration, 1, 365 * Day),
        new("Leases:RestartPolicy", Choice) { Choices = [("on-failure", "OnFailure"), ("always", "Always"), ("never", "Never")] },
        new("Leases:MaxOutageCredit", Duration, 0, 365 * Day),
        new("Leases:KeepHistory", Duration, 0, 3650 * Day),

        new("Capacity:Cpu", Number, 0, 1_000_000),
        new("Capacity:Memory", Number, 0, 100_000_000),
        new("Capacity:Storage", Number, 0, 100_000_000),

        new("Capacity:ReserveMemoryMb", Integer, 0, 16_777_216),
        new("Capacity:ReserveStorageGb", Number, 0, 1_048_576),

        // A bridge has at most 1023 ports.
        new("Capacity:MaxLeases", Integer, 1, 1000),

        new("Ports:RangeStart", Integer, 1, 65535),
        new("Ports:RangeEnd", Integer, 1, 65535),

        new("Images:Allowed:*", Text) { Layering = ListLayering.Replace },
        new("Images:WritableRoot", SettingKind.Boolean),
        new("Images:MaxSizeMb", Integer, 0, 16_777_216),
        new("Images:KeepGb", Integer, 0, 1_048_576),

        new("Cleanup:SweepInterval", Duration, 1, Day),
        new("Cleanup:AuditInterval", Duration, 1, Day),
        new("Cleanup:StopGrace", Duration, 0, Hour),
        new("Cleanup:OrphanGrace", Duration, 1, 365 * Day),
        new("Cleanup:SettleTime", Duration, 0, Hour),
        new("Cleanup:BatchSize", Integer, 1, 500),

        new("Heartbeat:Interval", Duration, 1, Day),
        new("Heartbeat:PublishTimeout", Duration, 100 * Millisecond, Hour),

        new("Trial:AtFirstStart", SettingKind.Boolean),

        new("Api:Socket", Text),
        new("Api:Group", Text),

        new("Logging:Level", Choice) { Choices = [("debug", "Debug"), ("information", "Information"), ("warning", "Warning"), ("error", "Error")] },
        new("Logging:Target", Choice) { Choices = [("auto", "Auto"), ("journal", "Journal"), ("console", "Console")] },

        new("Tiers:*:CpuMillicores", Integer, 10, 1_024_000),

        // Docker starts no container with less than 6 MB.
        new("Tiers:*:MemoryMb", Integer, 6, 16_777_216),
        new("Tiers:*:StorageGb", Integer, 1, 1_048_576),
        new("Tiers:*:RateMsat", Integer, 0, 1_000_000_000_000),

        new("Templates:*:Image", Text),
        new("Templates:*:Description", Text),
        new("Templates:*:Ports:*", Text) { Layering = ListLayering.Replace },
        new("Templates:*:Env:*", Text),
        new("Templates:*:RequiredEnv:*", Text) { Layering = ListLayering.Replace },
        new("Templates:*:DataPath", Text),
        new("Templates:*:MinimumCpuMillicores", Integer, 0, 1_024_000),
        new("Templates:*:MinimumMemoryMb", Integer, 0, 16_777_216),
        new("Templates:*:MinimumStorageGb", Integer, 0, 1_048_576),
        new("Templates:*:Init", SettingKind.Boolean),
        new("Templates:*:Capabilities:*", Text) { Layering = ListLayering.Replace },
        new("Templates:*:Ulimits:*", Text) { Layering = ListLayering.Replace },
        new("Templates:*:WritableRoot", SettingKind.Boolean),
    ];

    /// <summary>The setting that describes a key; none when the key is unknown.</summary>
    public static Setting? Find(string key) => All.FirstOrDefault(s => s.Describes(key));

    /// <summary>What the list at a key does to those of the layers below.</summary>
    public static ListLayering FindLayering(string key) => Find($"{key}:0")?.Layering ?? ListLayering.None;

    /// <summary>The known key that is spelled most like an unknown one; none when nothing is near.</summary>
    public static string? Suggest(string key) => Nearest.To(key, All.Select(s => s.Key), MaxDistance);
}
