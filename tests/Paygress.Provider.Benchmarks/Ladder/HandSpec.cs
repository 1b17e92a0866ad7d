using System.Collections.Immutable;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Workloads;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Benchmarks.Ladder;

/// <summary>What the provider would make, for somebody who makes it by hand: the same words for docker, of another host.</summary>
internal sealed class HandSpec(DockerOptions options, string imageId)
{
    /// <summary>Of whoever works by hand; no provider takes its containers for its own.</summary>
    public const string Instance = "00000000000000000000000000000000";

    private const int FirstVmid = 900_000;

    public static Tier Tier { get; } = new("bench", 500, 64, 1, 1);

    public static Vmid VmidOf(int number) => new(FirstVmid + number);

    public static string ContainerOf(int number) => DockerNames.ContainerOf(VmidOf(number));

    /// <summary>The words after <c>docker</c>.</summary>
    public ImmutableArray<string> Create(int number, bool hasVolume) =>
        new DockerArguments(options, new DockerLabels(Instance)).Create(new ContainerSpec
        {
            LeaseId = LeaseId.New(TimeProvider.System.GetUtcNow()),
            Vmid = VmidOf(number),
            RequestId = RequestId.TryParse($"by-hand-{number}", out var request) ? request : throw new ArgumentOutOfRangeException(nameof(number)),
            Owner = OwnerId.Local,
            Workload = new Workload { Image = Site.Image, Tier = Tier, DataPath = hasVolume ? "/data" : null },
            ImageId = imageId,
            Duration = TimeSpan.FromHours(1),
        });

    /// <summary>The same as one command that also starts it.</summary>
    public ImmutableArray<string> Run(int number) => ["run", "--detach", .. Create(number, hasVolume: false).Skip(1)];

    /// <summary>The words that make docker's entry for a device.</summary>
    public static ImmutableArray<string> CreateVolume(int number, string device) =>
        new DockerVolumeArguments(new DockerLabels(Instance)).Create(LeaseId.New(TimeProvider.System.GetUtcNow()), VmidOf(number), device);
}
