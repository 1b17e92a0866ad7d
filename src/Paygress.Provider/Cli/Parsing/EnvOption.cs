using System.CommandLine;
using System.CommandLine.Parsing;

namespace Paygress.Provider.Cli.Parsing;

/// <summary>The repeatable option <c>--env NAME=VALUE</c>.</summary>
internal static class EnvOption
{
    public static Option<Dictionary<string, string>> Create() => new("--env", "-e")
    {
        Description = "Set an environment variable in the container. Repeatable.",
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = Parse,
    };

    // Error texts name the variable only: its value may be a secret.
    private static Dictionary<string, string> Parse(ArgumentResult result)
    {
        var env = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (number, text) in result.Tokens.Index().Select(t => (t.Index + 1, t.Item.Value)))
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                result.AddError($"the value of --env number {number} has no '='; write NAME=VALUE (nothing is taken from your own environment)");
            }
            else if (equals == 0)
            {
                result.AddError("--env has a value without a name; write NAME=VALUE");
            }
            else if (!env.TryAdd(text[..equals], text[(equals + 1)..]))
            {
                result.AddError($"--env {text[..equals]} is given twice");
            }
        }

        return env;
    }
}
