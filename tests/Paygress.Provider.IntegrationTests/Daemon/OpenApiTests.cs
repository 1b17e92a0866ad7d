using System.Text.Json;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

/// <summary>The daemon gives out its description, and answers as it is described.</summary>
[Collection(DaemonCollection.Name)]
public sealed class OpenApiTests : IAsyncDisposable
{
    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Document_Asked_IsTheOneOfTheRepository()
    {
        await _provider.StartAsync();

        var answer = await _provider.Api.GetAsync("/openapi/v1.json");

        answer.Body.ShouldBe(await File.ReadAllTextAsync(Path.Combine(Environment.GetEnvironmentVariable("PAYGRESS_TEST_REPO") ?? "", "docs/openapi.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Answers_OfTheDaemon_AreAsDescribed()
    {
        await _provider.StartAsync();
        var document = (await _provider.Api.GetAsync("/openapi/v1.json")).Json;
        var lease = await _provider.Api.SpawnAsync("hello", 600);

        foreach (var (path, schema) in new[]
        {
            ("/v1/status", "Status"), ("/v1/node", "Node"), ("/v1/audit", "Audit"), ("/v1/tiers", "TierList"), ("/v1/templates", "TemplateList"),
            ("/v1/leases", "LeaseList"), ($"/v1/leases/{lease.LeaseId}", "Lease"), ($"/v1/leases/{lease.LeaseId}/events", "LeaseEventList"), ("/v1/leases/1", "Problem"),
        })
        {
            Compare((await _provider.Api.GetAsync(path)).Json, Reference(schema), document, path);
        }
    }

    private static JsonElement Reference(string schema)
    {
        using var reference = JsonDocument.Parse($$"""{"$ref":"#/components/schemas/{{schema}}"}""");
        return reference.RootElement.Clone();
    }

    // As far as shapes go: fields that are there and allowed, lists, and what is null.
    private static void Compare(JsonElement value, JsonElement schema, JsonElement document, string where)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            schema = document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
        }

        if (schema.TryGetProperty("anyOf", out var choices))
        {
            schema = choices[value.ValueKind is JsonValueKind.Null ? 1 : 0];
            Compare(value, schema, document, where);
            return;
        }

        var (kind, types) = (KindOf(value), TypesOf(schema));
        (types.Contains(kind) || (kind == "integer" && types.Contains("number"))).ShouldBeTrue($"{where} is {kind}, not {string.Join(" or ", types)}");
        if (value.ValueKind is JsonValueKind.Array)
        {
            value.EnumerateArray().ToList().ForEach(item => Compare(item, schema.GetProperty("items"), document, where + "[]"));
        }
        else if (value.ValueKind is JsonValueKind.Object)
        {
            CompareFields(value, schema, document, where);
        }
    }

    private static void CompareFields(JsonElement value, JsonElement schema, JsonElement document, string where)
    {
        if (!schema.TryGetProperty("properties", out var fields))
        {
            value.EnumerateObject().ToList().ForEach(field => Compare(field.Value, schema.GetProperty("additionalProperties"), document, $"{where}.*"));
            return;
        }

        schema.GetProperty("required").EnumerateArray().Select(r => r.GetString()!).Except(value.EnumerateObject().Select(f => f.Name)).ShouldBeEmpty(where);
        foreach (var field in value.EnumerateObject())
        {
            fields.TryGetProperty(field.Name, out var described).ShouldBeTrue($"{where}.{field.Name} is not described");
            Compare(field.Value, described, document, $"{where}.{field.Name}");
        }
    }

    private static string[] TypesOf(JsonElement schema) => schema.GetProperty("type") is { ValueKind: JsonValueKind.Array } types
        ? [.. types.EnumerateArray().Select(t => t.GetString()!)]
        : [schema.GetProperty("type").GetString()!];

    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Null => "null",
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        _ => value.TryGetInt64(out _) ? "integer" : "number",
    };
}
