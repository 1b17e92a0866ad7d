using System.CommandLine;
using System.CommandLine.Parsing;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Parsing;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>What <c>spawn</c> takes, and the message made of it.</summary>
internal sealed class SpawnOptions
{
    private const string Algorithm = "luks2-aes-xts";

    private readonly Option<string?> _template = new("--template", "-t") { Description = "What to run, by its name in 'paygress-provider templates'.", HelpName = "TEMPLATE" };
    private readonly Option<string?> _image = new("--image") { Description = "Or any image, where the provider allows it.", HelpName = "REF" };
    private readonly Option<string?> _tier = new("--tier") { Description = "The size; without it the smallest that the template needs.", HelpName = "TIER" };
    private readonly Option<TimeSpan> _duration = new("--duration", "-d")
    {
        Description = $"How long; {DurationParser.Units}.",
        HelpName = "DURATION",
        Required = true,
        CustomParser = DurationParser.Parse,
    };

    private readonly Option<Dictionary<string, string>> _env = EnvOption.Create();
    private readonly Option<string?> _envFile = new("--env-file") { Description = "Variables of a file, a line NAME=VALUE each: no argument list shows those.", HelpName = "FILE|-" };
    private readonly Option<SpawnPortMessage[]> _ports = PortOption.Create();
    private readonly Option<string?> _dataPath = new("--data-path") { Description = "Where in the container the data volume appears.", HelpName = "PATH" };
    private readonly Option<bool> _encrypt = new("--encrypt") { Description = "Encrypt the data volume with the key of --key-file." };
    private readonly Option<string> _keyFile = CommonOptions.KeyFile(required: false);

    private readonly Option<string?> _requestId = CommonOptions.RequestId();
    private readonly Option<string?> _owner = new("--owner") { Description = "Whose lease it is; 'local' when not given.", HelpName = "OWNER" };

    public IEnumerable<Symbol> All => [_template, _image, _tier, _duration, _env, _envFile, _ports, _dataPath, _encrypt, _keyFile, _requestId, _owner];

    /// <summary>Names the file with the key, if there is to be one.</summary>
    public string? KeyFile(ParseResult arguments) => arguments.GetValue(_keyFile);

    /// <summary>Names the file with variables, if there is one.</summary>
    public string? EnvFile(ParseResult arguments) => arguments.GetValue(_envFile);

    /// <summary>The variables of the command line itself.</summary>
    public Dictionary<string, string>? Env(ParseResult arguments) => arguments.GetValue(_env);

    /// <summary>What does not go together.</summary>
    public IEnumerable<string> Check(CommandResult result)
    {
        var (encrypt, keyFile) = (result.GetResult(_encrypt) is { Implicit: false }, result.GetResult(_keyFile) is { Implicit: false });
        if (result.GetResult(_template) is null == result.GetResult(_image) is null)
        {
            yield return "give either --template or --image; 'paygress-provider templates' shows what is on offer";
        }

        if (encrypt && !keyFile)
        {
            yield return $"--encrypt needs --key-file; {Parsing.KeyFile.HowToMake}";
        }

        if (result.GetValue(_keyFile) == "-" && result.GetValue(_envFile) == "-")
        {
            yield return "only one of --key-file and --env-file can be standard input";
        }

        if (keyFile && !encrypt)
        {
            yield return "--key-file is for --encrypt; give both or none";
        }
    }

    /// <summary>The request, with an id of its own when none was given: a repetition after a lost connection is safe then.</summary>
    public SpawnMessage Message(ParseResult arguments, Dictionary<string, string>? env, byte[]? key, DateTimeOffset now) => new()
    {
        RequestId = arguments.GetValue(_requestId) ?? RequestId.New(now).Value,
        Owner = arguments.GetValue(_owner),
        Template = arguments.GetValue(_template),
        Image = arguments.GetValue(_image),
        Tier = arguments.GetValue(_tier),
        DurationSeconds = (long)arguments.GetRequiredValue(_duration).TotalSeconds,
        Env = env,
        Ports = arguments.GetValue(_ports),
        DataPath = arguments.GetValue(_dataPath),
        VolumeEncryption = key is null ? null : new VolumeEncryptionMessage { Version = 1, Algorithm = Algorithm, Key = key },
    };
}
