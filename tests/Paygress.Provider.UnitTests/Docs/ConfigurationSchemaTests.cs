using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Paygress.Provider.Configuration;
using Paygress.Provider.TestSupport.Golden;

namespace Paygress.Provider.UnitTests.Docs;

/// <summary>deploy/appsettings.schema.json says of a file what the program says of it.</summary>
public sealed class ConfigurationSchemaTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(ConfigurationSchema.Build())!;

    [Fact]
    public void Schema_MadeAnew_IsTheSame() => GoldenFile.Check("deploy/appsettings.schema.json", ConfigurationSchema.Build());

    [Fact]
    public void Schema_OfTheDefaults_FindsNoFault() => Faults(JsonNode.Parse(Repository.Read("appsettings.json"))!, Schema, "").ShouldBeEmpty();

    [Theory]
    [InlineData("""{"Leases":{"MinimumDuration":"90 s"}}""", ":Leases:MinimumDuration")]
    [InlineData("""{"Leases":{"MinimumDuration":""}}""", ":Leases:MinimumDuration")]
    [InlineData("""{"Leases":{"MinimumDuraton":"90s"}}""", ":Leases:MinimumDuraton")]
    [InlineData("""{"Spawn":{"Concurrency":0}}""", ":Spawn:Concurrency")]
    [InlineData("""{"Docker":{"PullPolicy":"sometimes"}}""", ":Docker:PullPolicy")]
    [InlineData("""{"Provider":{"DataDirectory":"var"}}""", ":Provider:DataDirectory")]
    [InlineData("""{"Tiers":{"Big One":{}}}""", ":Tiers:Big One")]
    [InlineData("""{"Tiers":{"big":{"Cpu":1}}}""", ":Tiers:big:Cpu")]
    [InlineData("""{"Templates":{"x":{"Ports":"80/tcp"}}}""", ":Templates:x:Ports")]
    [InlineData("""{"Weather":{}}""", ":Weather")]
    public void Schema_OfAFault_FindsIt(string json, string where) => Faults(JsonNode.Parse(json)!, Schema, "").ShouldBe([where]);

    [Theory]
    [InlineData("""{"$schema":"x","Leases":{"MinimumDuration":"1h30m"},"Templates":{"x":{"Image":"y","Env":{"A":"b"},"Ports":["80/tcp"],"Init":false}}}""")]
    [InlineData("""{"Leases":{"MinimumDuration":"00:10:00"},"Capacity":{"Cpu":0.5}}""")]
    public void Schema_OfWhatTheProgramTakes_FindsNoFault(string json) => Faults(JsonNode.Parse(json)!, Schema, "").ShouldBeEmpty();

    [Fact]
    public void Schema_EverySetting_HasAMeaning() =>
        Settings.All.Where(s => Find(s.Key)["description"] is null && !s.Key.EndsWith('*')).ShouldBeEmpty();

    private static JsonNode Find(string key) => key.Split(':').Aggregate(Schema, (node, part) => part == "*" ? node["additionalProperties"] ?? node["items"]! : node["properties"]![part]!);

    // As much of JSON schema as ours uses.
    private static IEnumerable<string> Faults(JsonNode value, JsonNode schema, string where) => value switch
    {
        _ when schema["enum"] is JsonArray words => words.Any(w => JsonNode.DeepEquals(w, value)) ? [] : [where],
        JsonObject o when (string?)schema["type"] == "object" => o.SelectMany(p => Faults(p.Key, p.Value!, schema, $"{where}:{p.Key}")),
        JsonArray a when (string?)schema["type"] == "array" => a.SelectMany((item, i) => Faults(item!, schema["items"]!, $"{where}:{i}")),
        JsonValue v when Fits(v, schema) => [],
        _ => [where],
    };

    private static IEnumerable<string> Faults(string name, JsonNode value, JsonNode schema, string where)
    {
        var isName = schema["propertyNames"]?["pattern"] is not { } pattern || Regex.IsMatch(name, (string)pattern!, RegexOptions.None, TimeSpan.FromSeconds(1));
        var below = schema["properties"]?[name] ?? (schema["additionalProperties"] is JsonObject any ? any : null);
        return isName && below is not null ? Faults(value, below, where) : [where];
    }

    private static bool Fits(JsonValue value, JsonNode schema) => (string?)schema["type"] switch
    {
        "string" => value.TryGetValue<string>(out var text) && (schema["pattern"] is not { } pattern || Regex.IsMatch(text, (string)pattern!, RegexOptions.None, TimeSpan.FromSeconds(1))),
        "boolean" => value.TryGetValue<bool>(out _),
        "integer" => value.TryGetValue<long>(out var whole) && whole >= (long)schema["minimum"]! && whole <= (long)schema["maximum"]!,
        "number" => value.TryGetValue<double>(out var number) && number >= (double)schema["minimum"]! && number <= (double)schema["maximum"]!,
        _ => false,
    };
}
