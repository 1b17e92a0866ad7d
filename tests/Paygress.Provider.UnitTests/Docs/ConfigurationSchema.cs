using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paygress.Provider.Configuration;
using Paygress.Provider.TestSupport.Golden;

namespace Paygress.Provider.UnitTests.Docs;

/// <summary>Makes the JSON schema of appsettings.json: keys and bounds from the table of settings, meaning from the options' comments.</summary>
internal static class ConfigurationSchema
{
    private const string Slug = "^[a-z0-9][a-z0-9-]{0,62}$";
    private const string Duration = "^(?=.)([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$|^([0-9]+\\.)?[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,7})?$";

    private static readonly JsonNode Defaults = JsonNode.Parse(Repository.Read("appsettings.json"))!;

    public static string Build()
    {
        var root = Object(null);
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        root.Insert(1, "title", "Settings of paygress-provider");
        ((JsonObject)root["properties"]!)["$schema"] = new JsonObject { ["type"] = "string" };
        foreach (var setting in Settings.All)
        {
            Add(root, setting);
        }

        return Write(root);
    }

    private static void Add(JsonObject root, Setting setting)
    {
        var (node, parts) = (root, setting.Key.Split(':'));
        for (var i = 0; i < parts.Length - 1; i++)
        {
            node = Below(node, parts[i], parts[i + 1] == "*", i + 2 == parts.Length, setting, i == 0 ? SettingComments.OfSection(parts[0]) : null);
        }

        if (parts[^1] != "*")
        {
            ((JsonObject)node["properties"]!)[parts[^1]] = Value(setting);
        }
    }

    // What a name leads to: an object of fixed keys, one whose keys are names, or a list.
    private static JsonObject Below(JsonObject node, string part, bool isOfNames, bool isLast, Setting setting, string? meaning)
    {
        if (part == "*")
        {
            return (JsonObject)node["additionalProperties"]!;
        }

        var properties = (JsonObject)node["properties"]!;
        if (properties[part] is JsonObject known)
        {
            return known;
        }

        var made = !isOfNames ? Object(meaning) : !isLast ? Named(meaning) : part == "Env" ? Texts(SettingComments.Of(setting.Key)) : List(meaning ?? SettingComments.Of(setting.Key));
        properties[part] = made;
        return made;
    }

    private static JsonObject Object(string? meaning)
    {
        var made = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = new JsonObject() };
        Describe(made, meaning);
        return made;
    }

    private static JsonObject Named(string? meaning)
    {
        var made = new JsonObject { ["type"] = "object", ["propertyNames"] = new JsonObject { ["pattern"] = Slug }, ["additionalProperties"] = Object(null) };
        Describe(made, meaning);
        return made;
    }

    private static JsonObject Texts(string meaning) => new() { ["type"] = "object", ["description"] = meaning, ["additionalProperties"] = new JsonObject { ["type"] = "string" } };

    private static JsonObject List(string meaning) => new() { ["type"] = "array", ["description"] = meaning, ["items"] = new JsonObject { ["type"] = "string" } };

    private static JsonObject Value(Setting setting)
    {
        var made = setting.Kind switch
        {
            SettingKind.Integer => new JsonObject { ["type"] = "integer", ["minimum"] = (long)setting.Min, ["maximum"] = (long)setting.Max },
            SettingKind.Number => new JsonObject { ["type"] = "number", ["minimum"] = setting.Min, ["maximum"] = setting.Max },
            SettingKind.Boolean => new JsonObject { ["type"] = "boolean" },
            SettingKind.Choice => new JsonObject { ["enum"] = new JsonArray([.. setting.Choices.Select(c => (JsonNode)JsonValue.Create(c.Word))]) },
            SettingKind.Duration => new JsonObject { ["type"] = "string", ["pattern"] = Duration },
            SettingKind.AbsolutePath => new JsonObject { ["type"] = "string", ["pattern"] = "^/" },
            _ => new JsonObject { ["type"] = "string" },
        };
        var bounds = setting.Kind is SettingKind.Duration ? $" Must be {setting.Allowed}." : "";
        Describe(made, SettingComments.Of(setting.Key) + bounds);
        var standard = setting.Key.Split(':').Aggregate((JsonNode?)Defaults, (node, part) => node?[part]);
        if (standard is not null)
        {
            made["default"] = standard.DeepClone();
        }

        return made;
    }

    private static void Describe(JsonObject node, string? meaning)
    {
        if (meaning is not null)
        {
            node.Insert(1, "description", meaning);
        }
    }

    private static string Write(JsonNode node)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            node.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }
}
