using Paygress.Provider.Linux.Node;

namespace Paygress.Provider.IntegrationTests.Node;

public sealed class NodeMeterTests : IDisposable
{
    private const int Limit = 10_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("node-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = Limit)]
    public void Measure_ThisMachine_IsPlausible()
    {
        var sample = new NodeMeter(new ProcFileSystem(), _folder).Measure(0).ShouldNotBeNull();

        sample.CpuUsage.ShouldBeInRange(0, 1);
        sample.CpuMillicores.ShouldBeGreaterThanOrEqualTo(Environment.ProcessorCount * 1000);
        sample.MemoryAvailableBytes.ShouldBeInRange(1, sample.MemoryTotalBytes);
        sample.DiskFreeBytes.ShouldBeInRange(0, sample.DiskTotalBytes);
        sample.DiskTotalBytes.ShouldBeGreaterThan(0);
    }

    [Fact(Timeout = Limit)]
    public async Task Measure_SecondSample_IsTheUsageSinceTheFirst()
    {
        await WriteAsync("meminfo", "MemTotal: 100 kB\nMemAvailable: 40 kB\n");
        var meter = new NodeMeter(new ProcFileSystem(_folder), _folder);

        await WriteAsync("stat", "cpu  100 0 0 100 0 0 0 0\ncpu0 1\n");
        meter.Measure(0)!.CpuUsage.ShouldBe(0.5);

        await WriteAsync("stat", "cpu  130 0 0 170 0 0 0 0\ncpu0 1\n");
        meter.Measure(0)!.CpuUsage.ShouldBe(0.3);
        meter.Measure(0)!.CpuUsage.ShouldBe(0.3);
    }

    [Fact(Timeout = Limit)]
    public async Task Measure_APartIsMissing_IsNull()
    {
        await WriteAsync("stat", "cpu  100 0 0 100 0 0 0 0\ncpu0 1\n");

        new NodeMeter(new ProcFileSystem(_folder), _folder).Measure(0).ShouldBeNull();
        new NodeMeter(new ProcFileSystem(), Path.Join(_folder, "missing")).Measure(0).ShouldBeNull();
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Join(_folder, name), text, Token);
}
