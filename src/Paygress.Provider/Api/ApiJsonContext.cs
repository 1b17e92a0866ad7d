using System.Text.Json.Serialization;
using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.Api;

/// <summary>The JSON of the local API, for daemon and client. Input with unknown or repeated members is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    MaxDepth = 16,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SpawnMessage))]
[JsonSerializable(typeof(ExtendMessage))]
[JsonSerializable(typeof(ConfirmMessage))]
[JsonSerializable(typeof(ReleaseMessage))]
[JsonSerializable(typeof(RemovedListMessage))]
[JsonSerializable(typeof(UnlockMessage))]
[JsonSerializable(typeof(ExecMessage))]
[JsonSerializable(typeof(ExecGrantMessage))]
[JsonSerializable(typeof(DrainMessage))]
[JsonSerializable(typeof(LeaseMessage))]
[JsonSerializable(typeof(LeaseListMessage))]
[JsonSerializable(typeof(LeaseEventListMessage))]
[JsonSerializable(typeof(WhyMessage))]
[JsonSerializable(typeof(EventMessage))]
[JsonSerializable(typeof(NodeMessage))]
[JsonSerializable(typeof(StatusMessage))]
[JsonSerializable(typeof(AuditMessage))]
[JsonSerializable(typeof(TrialMessage))]
[JsonSerializable(typeof(TemplateListMessage))]
[JsonSerializable(typeof(TierListMessage))]
[JsonSerializable(typeof(ProblemMessage))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;
