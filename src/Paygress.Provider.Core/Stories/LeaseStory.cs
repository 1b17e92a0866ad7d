using System.Collections.Immutable;

namespace Paygress.Provider.Core.Stories;

/// <summary>Why a lease is as it is.</summary>
/// <param name="Summary">In one sentence.</param>
public sealed record LeaseStory(string Summary, ImmutableArray<StoryStep> Steps);
