using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>A real Prometheus that scrapes one target each second.</summary>
#pragma warning disable RS0030 // It goes on until the test ends it.
internal sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Process _process;
    private readonly Uri _query;

    public PrometheusServer(string folder, string rules, int target)
    {
        Directory.CreateDirectory(folder);
        var (config, port) = (Path.Combine(folder, "prometheus.yml"), FreePort());
        File.WriteAllText(config, $$"""
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: ["{{rules}}"]
            scrape_configs:
              - job_name: paygress
                static_configs: [{targets: ["127.0.0.1:{{target}}"]}]
            """);
        _query = new Uri($"http://127.0.0.1:{port}/api/v1/query");
        var start = new ProcessStartInfo("prometheus", [$"--config.file={config}", $"--storage.tsdb.path={Path.Combine(folder, "data")}", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error"]) { WorkingDirectory = "/" };
        _process = Process.Start(start)!;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
    }

    /// <summary>Asks until the answer is one figure that is as wanted.</summary>
    public async Task UntilAsync(string query, double wanted)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var seen = await AskAsync(query); seen != wanted; seen = await AskAsync(query))
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Patience, $"{query} is {seen}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }

    /// <summary>The one figure that a query gives; none when there is none yet.</summary>
    public async Task<double?> AskAsync(string query)
    {
        try
        {
            using var answer = JsonDocument.Parse(await _http.GetStringAsync(new Uri($"{_query}?query={Uri.EscapeDataString(query)}")));
            var series = answer.RootElement.GetProperty("data").GetProperty("result");
            return series.GetArrayLength() == 0 ? null : double.Parse(series[0].GetProperty("value")[1].GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException)
        {
            // It is still starting.
            return null;
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
#pragma warning restore RS0030
