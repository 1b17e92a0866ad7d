using System.Text;
using System.Text.Json.Nodes;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.OpenApi;
using Paygress.Provider.TestSupport.Golden;

namespace Paygress.Provider.UnitTests.OpenApi;

/// <summary>docs/openapi.json is made of the routes, messages and codes that the program has.</summary>
public sealed class OpenApiTests
{
    private const string File = "docs/openapi.json";

    [Fact]
    public void Document_MadeAnew_IsTheSame() => GoldenFile.Check(File, OpenApiDocument.Write());

    [Fact]
    public void Document_InTheProgram_IsTheOneOfTheRepository()
    {
        using var reader = new StreamReader(OpenApiEndpoints.Open(), Encoding.UTF8);

        JsonNode.DeepEquals(JsonNode.Parse(reader.ReadToEnd()), JsonNode.Parse(OpenApiDocument.Write())).ShouldBeTrue("build again: the document is taken in at build time");
    }

    [Fact]
    public void Routes_OfTheProgram_AreDescribedAndNoOthers()
    {
        var real = RealRoutes.List();

        real.Length.ShouldBeGreaterThan(10);
        ApiOperations.All.Select(o => (o.Method, o.Path)).ShouldBe(real, ignoreOrder: true, "describe the route in ApiOperations");
    }

    [Fact]
    public void Messages_OfTheProgram_AreAllInTheDocument()
    {
        var known = JsonNode.Parse(OpenApiDocument.Write())!["components"]!["schemas"]!.AsObject().Select(s => $"{s.Key}Message");

        typeof(ApiRoutes).Assembly.GetTypes().Where(t => t.Namespace == "Paygress.Provider.Api.Messages" && t.Name.EndsWith("Message", StringComparison.Ordinal)).Select(t => t.Name)
            .Except([nameof(ReleaseMessage)]) // written as one of two others
            .ShouldBe(known, ignoreOrder: true, "name it as body or answer of a route in ApiOperations");
    }

    [Fact]
    public void Codes_OfTheProgram_AreDescribed() =>
        CodeMeanings.All.Keys.ShouldBe(typeof(ErrorCodes).GetFields().Select(f => (string)f.GetRawConstantValue()!), ignoreOrder: true, "say in CodeMeanings what it means");

    [Fact]
    public void Document_AllInIt_HasADescription()
    {
        var lacking = new List<string>();
        Visit(JsonNode.Parse(OpenApiDocument.Write())!["components"]!["schemas"]!.AsObject(), lacking);

        lacking.ShouldBeEmpty();
        ApiOperations.All.Where(o => !o.Summary.EndsWith('.')).ShouldBeEmpty();
    }

    private static void Visit(JsonObject schemas, List<string> lacking)
    {
        foreach (var (name, schema) in schemas)
        {
            lacking.AddRange(schema!["properties"]!.AsObject().Where(f => string.IsNullOrEmpty((string?)f.Value!["description"])).Select(f => $"{name}.{f.Key}"));
        }
    }
}
