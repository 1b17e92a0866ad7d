using System.Collections.Immutable;

namespace Paygress.Provider.Exec;

/// <summary>Lets another program go on in place of this process. Returns only when it can't, with the reason.</summary>
/// <param name="dockerHost">Where docker's daemon is; none leaves what the caller's environment says.</param>
internal delegate string ProgramSuccessor(string program, ImmutableArray<string> arguments, string? dockerHost);
