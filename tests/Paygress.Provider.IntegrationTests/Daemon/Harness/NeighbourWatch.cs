using System.Globalization;

namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>Looks at a neighbour's page again and again, and says how long each look took.</summary>
internal sealed class NeighbourWatch(int port) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    public void Dispose() => _http.Dispose();

    /// <summary>Fails where one look gets no answer.</summary>
    public async Task<Latency> LookAsync(TimeSpan time)
    {
        var taken = new List<double>();
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < time;)
        {
            var start = TimeProvider.System.GetTimestamp();
            (await _http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"))).ShouldContain("hello");
            taken.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
            await Task.Delay(Pause, TimeProvider.System);
        }

        taken.Sort();
        return new Latency(taken.Count, taken[taken.Count / 2], taken[taken.Count * 95 / 100], taken[^1]);
    }

    /// <summary>In milliseconds.</summary>
    internal sealed record Latency(int Count, double Median, double Most95, double Most)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"median {Median:0.0} ms, 95 % {Most95:0.0} ms, most {Most:0.0} ms of {Count}");
    }
}
