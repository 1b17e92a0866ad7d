using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.TestSupport.Clocks;
using Paygress.Provider.TestSupport.Compute;
using Paygress.Provider.TestSupport.Hosts;
using Paygress.Provider.TestSupport.Images;
using Paygress.Provider.TestSupport.Volumes;

namespace Paygress.Provider.Benchmarks.Growth;

/// <summary>Docker, volumes and a machine in memory, which forget what they were asked.</summary>
internal sealed class GrowthHost : IAsyncDisposable
{
    public const string Template = "growth";
    private const string Image = "paygress-bench/growth:1";

    private readonly FakeVolumeBackend _volumes;
    private readonly FakeComputeBackend _compute;
    private readonly FakeImageBackend _images = new();
    private readonly FakeNodeMeter _meter = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _deaths;

    public GrowthHost(TimeProvider clock)
    {
        _volumes = new FakeVolumeBackend(clock);
        _compute = new FakeComputeBackend(clock, _volumes);
        _images.AddLocal(Image);
        _meter.Grow();
        _deaths = ForgetDeathsAsync();
    }

    /// <summary>The settings under which leases come and go.</summary>
    public static string Settings(TimeSpan history) => $$$"""
        {
            "Provider": {"VmidRangeStart": 1000, "VmidRangeEnd": 1999},
            "Leases": {"KeepHistory": "{{{history.TotalHours.ToString(CultureInfo.InvariantCulture)}}}h"},
            "Tiers": {"growth": {"CpuMillicores": 100, "MemoryMb": 64, "StorageGb": 1, "RateMsat": 1}},
            "Capacity": {"Cpu": "1000000", "Memory": "1000000", "Storage": "1000000", "MaxLeases": 400},
            "Templates": {"{{{Template}}}": {"Image": "{{{Image}}}", "DataPath": "/data"}}
        }
        """;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _deaths.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    public void AddTo(IServiceCollection services, FakeHostClock clock) => services
        .AddSingleton<IHostClock>(clock)
        .AddSingleton<IClockMarks, FakeClockMarks>()
        .AddSingleton<IVolumeBackend>(_volumes)
        .AddSingleton<IComputeBackend>(_compute)
        .AddSingleton<IComputeMark>(new FakeComputeMark())
        .AddSingleton<ITenantProcesses>(new FakeTenantProcesses(_compute))
        .AddSingleton<IImageBackend>(_images)
        .AddSingleton<INodeMeter>(_meter)
        .AddSingleton<IHostPorts, FakeHostPorts>()
        .AddSingleton<IHostSupport, FakeHostSupport>();

    /// <summary>Forgets what it was asked: it would be most of what grows.</summary>
    public void Forget()
    {
        _volumes.Faults.ForgetCalls();
        _compute.Faults.ForgetCalls();
        _images.Faults.ForgetCalls();
    }

    private async Task ForgetDeathsAsync()
    {
        await foreach (var _ in _compute.WatchAsync(_stop.Token))
        {
            // As the program, which reads them.
        }
    }
}
