using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paygress.Provider.Benchmarks.Host;

/// <summary>The engine's own API: a rung of the ladder, and the witness for all others.</summary>
internal sealed class DockerApi(string socket) : IDisposable
{
    private readonly HttpClient _http = UnixHttp.Connect(socket);

    public void Dispose() => _http.Dispose();

    public async Task<string> CreateAsync(string name, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await _http.PostAsync($"containers/create?name={name}", content);
        return JsonNode.Parse(await ReadAsync(answer))!["Id"]!.GetValue<string>();
    }

    public async Task StartAsync(string id)
    {
        using var answer = await _http.PostAsync($"containers/{id}/start", content: null);
        await ReadAsync(answer);
    }

    public async Task<JsonNode> InspectAsync(string idOrName)
    {
        using var answer = await _http.GetAsync($"containers/{idOrName}/json");
        return JsonNode.Parse(await ReadAsync(answer))!;
    }

    public async Task RemoveAsync(string idOrName)
    {
        using var answer = await _http.DeleteAsync($"containers/{idOrName}?force=true&v=true");
    }

    /// <summary>When the engine says that it started, and when it got the first line from inside.</summary>
    public async Task<(DateTimeOffset Started, DateTimeOffset FirstByte)> WitnessAsync(string idOrName)
    {
        var started = (await InspectAsync(idOrName))["State"]!["StartedAt"]!.GetValue<string>();
        for (var look = 0; look < 500; look++)
        {
            if (await FirstLineAsync(idOrName) is { } line)
            {
                return (Parse(started), line);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        throw new TimeoutException($"{idOrName} says nothing");
    }

    /// <summary>The deaths of containers as they happen, by container name.</summary>
    public async Task WatchDeathsAsync(Action<string, DateTimeOffset> onDeath, CancellationToken cancellationToken)
    {
        var filters = Uri.EscapeDataString("""{"type":["container"],"event":["die"]}""");
        using var answer = await _http.GetAsync($"events?filters={filters}", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            using var e = JsonDocument.Parse(line);
            var at = DateTimeOffset.UnixEpoch.AddTicks(e.RootElement.GetProperty("timeNano").GetInt64() / TimeSpan.NanosecondsPerTick);
            onDeath(e.RootElement.GetProperty("Actor").GetProperty("Attributes").GetProperty("name").GetString()!, at);
        }
    }

    private static DateTimeOffset Parse(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    // Each line has a head of eight bytes when there is no terminal, and then the time at which the engine got it.
    private async Task<DateTimeOffset?> FirstLineAsync(string idOrName)
    {
        using var answer = await _http.GetAsync($"containers/{idOrName}/logs?stdout=true&timestamps=true");
        var text = await answer.Content.ReadAsByteArrayAsync();
        return text.Length <= 8 ? null : Parse(Encoding.ASCII.GetString(text.AsSpan(8)).Split(' ')[0]);
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text : throw new HttpRequestException($"{answer.StatusCode}: {text}");
    }
}
