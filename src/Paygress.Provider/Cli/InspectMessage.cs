using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.Cli;

/// <summary>What <c>inspect --json</c> prints.</summary>
internal sealed record InspectMessage(LeaseMessage Lease, IReadOnlyList<LeaseEventMessage> Events);
