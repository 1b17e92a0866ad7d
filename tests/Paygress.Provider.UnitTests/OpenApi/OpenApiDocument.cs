using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.UnitTests.OpenApi;

/// <summary>Makes the OpenAPI document of the operations, the messages and the codes.</summary>
internal static partial class OpenApiDocument
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = JsonSerializerOptions.Default.TypeInfoResolver };

    public static string Write()
    {
        var schemas = new MessageSchemas();
        var paths = new JsonObject();
        foreach (var path in ApiOperations.All.GroupBy(o => o.Path))
        {
            paths[path.Key] = new JsonObject(path.Select(o => KeyValuePair.Create<string, JsonNode?>(o.Method.ToLowerInvariant(), Describe(o, schemas))));
        }

        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Paygress provider: the local API",
                ["version"] = "v1",
                ["description"] = "HTTP/1.1 over the provider's unix socket, /run/paygress/provider.sock; whoever may use the socket is an operator. Names are snake_case, times RFC 3339 in UTC. Errors are RFC 9457 problem documents with a stable code. Bodies with unknown or repeated fields are refused.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "http://provider", ["description"] = "Any host name will do: the socket has one server." }),
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas.ToJson() },
        };
        return document.ToJsonString(Readable) + "\n";
    }

    private static JsonObject Describe(ApiOperation operation, MessageSchemas schemas)
    {
        var described = new JsonObject { ["operationId"] = IdOf(operation), ["summary"] = operation.Summary };
        AddIf(described, "description", operation.Details);
        AddIf(described, "parameters", Parameters(operation) is { Count: > 0 } parameters ? parameters : null);
        AddIf(described, "requestBody", operation.Body is null ? null : new JsonObject { ["required"] = true, ["content"] = Content("application/json", schemas.Refer(operation.Body)) });
        described["responses"] = Responses(operation, schemas);
        return described;
    }

    private static JsonArray Parameters(ApiOperation operation) =>
    [
        .. PathParameter().Matches(operation.Path).Select(m => Parameter("path", m.Groups[1].Value, "string", m.Groups[1].Value == "id" ? "A vmid, or a lease id of 32 hex digits." : "The id that the request was given.")),
        .. operation.Query.Select(q => Parameter("query", q.Name, q.Kind, q.Meaning)),
    ];

    private static JsonObject Parameter(string place, string name, string kind, string meaning) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = place == "path",
        ["description"] = meaning,
        ["schema"] = kind == "states"
            ? new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } }
            : new JsonObject { ["type"] = kind },
    };

    private static JsonObject Responses(ApiOperation operation, MessageSchemas schemas)
    {
        var responses = new JsonObject();
        foreach (var (status, meaning) in operation.Success)
        {
            var schema = operation.Answer is null ? new JsonObject { ["type"] = operation.AnswerContent == "application/json" ? "object" : "string" }
                : operation.OtherAnswer is null ? schemas.Refer(operation.Answer)
                : new JsonObject { ["oneOf"] = new JsonArray(schemas.Refer(operation.Answer), schemas.Refer(operation.OtherAnswer)) };
            responses[$"{status}"] = new JsonObject { ["description"] = meaning, ["content"] = Content(operation.AnswerContent, schema) };
        }

        foreach (var status in operation.Codes.GroupBy(ProblemStatus.Of).OrderBy(g => g.Key))
        {
            responses[$"{status.Key}"] = new JsonObject
            {
                ["description"] = string.Join(' ', status.Select(code => $"{code}: {CodeMeanings.All[code]}")),
                ["content"] = Content("application/problem+json", schemas.Refer(typeof(ProblemMessage))),
            };
        }

        return responses;
    }

    private static JsonObject Content(string type, JsonObject schema) => new() { [type] = new JsonObject { ["schema"] = schema } };

    private static void AddIf(JsonObject parent, string name, JsonNode? value)
    {
        if (value is not null)
        {
            parent[name] = value;
        }
    }

    // "post_v1_leases_id_extend"
    private static string IdOf(ApiOperation operation) => $"{operation.Method}{NoWord().Replace(operation.Path, "_")}".ToLowerInvariant().TrimEnd('_');

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NoWord();
}
