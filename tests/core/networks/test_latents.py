"""Latent spaces: what is inferred, what is drawn, and where gradients go."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from core.networks.deep_belief import BeliefNet, TiedConv3d
from core.networks.density import Mixture
from core.networks.latents import BinaryLatent, FlatLatent, Gaussian, LadderLatent
from core.networks.losses import kl_between, kl_to_prior

FEATURES = 12


def seeded(number: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(number)


def features(count: int = 4) -> Tensor:
    return torch.randn(count, FEATURES, generator=seeded(9))


# ---- Gaussians


def test_equal_gaussians_do_not_diverge() -> None:
    gaussian = Gaussian(torch.randn(5, 3), torch.randn(5, 3))
    assert kl_between(gaussian, gaussian) == pytest.approx(0, abs=1e-6)
    normal = Gaussian(torch.zeros(5, 3), torch.zeros(5, 3))
    assert kl_to_prior(normal) == 0
    assert kl_between(normal, None) == kl_to_prior(normal)


def test_divergence_is_that_of_the_textbook() -> None:
    """KL(N(1, 1) || N(0, 4)) = (ln 4 + (1 + 1) / 4 - 1) / 2, for each of three dimensions."""
    one = Gaussian(torch.ones(2, 3), torch.zeros(2, 3))
    wide = Gaussian(torch.zeros(2, 3), torch.full((2, 3), 4.0).log())
    expected = 3 * (torch.tensor(4.0).log() + 2 / 4 - 1) / 2
    assert kl_between(one, wide).item() == pytest.approx(expected.item(), rel=1e-5)
    assert kl_to_prior(one).item() == pytest.approx(3 * 0.5)
    # Free bits are a price that is paid anyway, so nothing is gained by saying less than that.
    assert kl_to_prior(one, free_bits=0.7).item() == pytest.approx(3 * 0.7)


def test_samples_have_the_mean_and_deviation_that_were_inferred() -> None:
    mean, deviation = torch.tensor([2.0, -1.0]), torch.tensor([0.5, 3.0])
    gaussian = Gaussian(mean.expand(20_000, 2), (2 * deviation.log()).expand(20_000, 2))
    drawn = gaussian.sample(seeded())
    torch.testing.assert_close(drawn.mean(0), mean, atol=0.08, rtol=0)
    torch.testing.assert_close(drawn.std(0), deviation, rtol=0.03, atol=0)
    assert torch.equal(drawn, gaussian.sample(seeded()))
    assert not torch.equal(drawn, gaussian.sample(seeded(1)))


def test_a_flat_code_is_its_mean_unless_it_is_to_be_drawn() -> None:
    latent = FlatLatent(FEATURES, 6)
    likeliest, drawn = latent(features()), latent(features(), seeded(), sample=True)
    assert torch.equal(likeliest.code, likeliest.posteriors[0].mean)
    assert not torch.equal(drawn.code, likeliest.code)
    assert latent.draw(3, seeded()).shape == (3, 6)


# ---- a ladder of codes


@pytest.fixture
def ladder() -> LadderLatent:
    torch.manual_seed(0)
    return LadderLatent(FEATURES, whole=4, local=2, count=3, width=16)


def test_a_ladder_has_one_global_code_and_local_ones_below_it(ladder: LadderLatent) -> None:
    found = ladder(features())
    assert found.code.shape == (4, 4 + 3 * 2)
    assert [p.mean.shape[1] for p in found.posteriors] == [4, 2, 2, 2]
    assert found.priors[0] is None and all(prior is not None for prior in found.priors[1:])
    torch.testing.assert_close(found.code, torch.cat([p.mean for p in found.posteriors], 1))


def test_each_level_is_conditioned_on_the_global_code_and_the_one_before(
    ladder: LadderLatent,
) -> None:
    whole = torch.randn(1, 4, generator=seeded(1))
    first, second = torch.randn(2, 1, 2, generator=seeded(2))

    def third(*given: Tensor) -> Tensor:
        mean: Tensor = ladder.prior[2](torch.cat(given, 1)).mean
        return mean

    # The third knows the global code and the second, and nothing of the first.
    assert [module[0].in_features for module in ladder.prior] == [4, 6, 6]
    assert [module[0].in_features for module in ladder.local] == [
        FEATURES + each for each in (4, 6, 6)
    ]
    assert not torch.equal(third(whole, second), third(whole + 1, second))
    assert not torch.equal(third(whole, second), third(whole, first))


def test_another_global_code_makes_other_local_ones_expected(ladder: LadderLatent) -> None:
    with torch.no_grad():
        before = ladder(features()).priors[1]
        ladder.whole.linear.bias[:4] += 1  # the global mean
        after = ladder(features()).priors[1]
    assert before is not None and after is not None
    assert (before.mean - after.mean).abs().min() > 0


def test_gradients_reach_every_part_of_a_ladder(ladder: LadderLatent) -> None:
    found = ladder(features(), seeded(), sample=True)
    pairs = zip(found.posteriors, found.priors, strict=True)
    (found.code.square().sum() + sum(kl_between(*pair) for pair in pairs)).backward()
    for name, parameter in ladder.named_parameters():
        assert parameter.grad is not None and parameter.grad.abs().sum() > 0, name


def test_drawing_from_a_ladder_goes_down_level_by_level(ladder: LadderLatent) -> None:
    with torch.no_grad():
        for prior in ladder.prior:  # a local code is drawn tightly about the sum of its givens
            prior[0].weight.zero_()
            prior[2].linear.weight.zero_()
            prior[2].linear.bias.copy_(torch.tensor([5.0, -5.0, -9.0, -9.0]))
        drawn = ladder.draw(2000, seeded())
    assert drawn.shape == (2000, 10)
    torch.testing.assert_close(drawn[:, :4].std(0), torch.ones(4), atol=0.1, rtol=0)
    torch.testing.assert_close(
        drawn[:, 4:].mean(0), torch.tensor([5.0, -5.0] * 3), atol=0.01, rtol=0
    )
    assert torch.equal(drawn, ladder.draw(2000, seeded()))


# ---- units that are on or off


@pytest.fixture
def units() -> BinaryLatent:
    torch.manual_seed(0)
    latent = BinaryLatent(FEATURES, size=400, labels=3)
    torch.nn.init.normal_(latent.label)
    return latent


@pytest.mark.parametrize("sample", [False, True])
def test_a_discrete_code_is_of_zeros_and_ones_alone(units: BinaryLatent, sample: bool) -> None:
    code = units(features(50), seeded(), sample=sample).code
    assert ((code == 0) | (code == 1)).all()
    assert 0.2 < code.mean() < 0.8


def test_units_are_on_as_often_as_their_probability_says(units: BinaryLatent) -> None:
    given = features(1)
    share = units(given.expand(4000, -1), seeded(), sample=True).code.mean(0)
    torch.testing.assert_close(share, units.up(given)[0].sigmoid(), atol=0.04, rtol=0)
    # Without drawing it is the likelier of the two.
    assert torch.equal(units(given).code[0] == 1, units.up(given)[0] > 0)


def test_the_gradient_goes_past_the_drawing(units: BinaryLatent) -> None:
    given = features(2).requires_grad_()
    units(given, seeded(), sample=True).code.sum().backward()
    passed = given.grad
    given.grad = None
    units.up(given).sigmoid().sum().backward()  # as if probabilities had been handed on
    assert passed is not None and given.grad is not None
    torch.testing.assert_close(passed, given.grad)


def test_an_unknown_label_leaves_the_sum_as_it_is(units: BinaryLatent) -> None:
    unknown = torch.zeros(4, 3)
    assert torch.equal(units(features()).code, units(features(), label=unknown).code)
    known = units(features(), label=torch.eye(3)[[0, 1, 2, 0]]).code
    assert not torch.equal(units(features()).code, known)


def test_units_that_a_label_switches_on_tell_the_label(units: BinaryLatent) -> None:
    with torch.no_grad():
        units.label.zero_()
        for label in range(3):
            units.label[100 * label : 100 * (label + 1), label] = 10  # a hundred units each
    code = units(torch.zeros(3, FEATURES), label=torch.eye(3)).code
    assert units.read_label(code).argmax(1).tolist() == [0, 1, 2]


def test_the_way_down_has_the_weights_of_the_way_up(units: BinaryLatent) -> None:
    code = torch.eye(400)[:5]
    torch.testing.assert_close(units.down(code), units.up.weight[:5])


@pytest.mark.parametrize(
    ("inputs", "outputs", "kernel", "stride", "rest", "side"),
    [(1, 6, 6, 2, 0, 32), (6, 4, 5, 2, 1, 14), (4, 8, 4, 1, 0, 5)],
)
def test_the_way_down_is_the_transpose_of_the_way_up(
    inputs: int, outputs: int, kernel: int, stride: int, rest: int, side: int
) -> None:
    """<up(x), y> = <x, down(y)> for all x and y says that one matrix is the other's transpose."""
    layer = TiedConv3d(inputs, outputs, kernel, stride, rest).double()
    x = torch.randn(1, inputs, side, side, side, generator=seeded(), dtype=torch.float64)
    up = layer(x)
    y = torch.randn(up.shape, generator=seeded(1), dtype=torch.float64)
    down = layer.down(y)
    assert down.shape == x.shape
    torch.testing.assert_close((up * y).sum(), (x * down).sum())


def test_a_belief_network_leads_from_voxels_to_switches_and_back() -> None:
    torch.manual_seed(0)
    net = BeliefNet(40, labels=3, axes=2)
    grid = (torch.rand(2, 32, 32, 32, generator=seeded()) > 0.5).float()
    code = net.encode(grid).code
    assert code.shape == (2, 40) and ((code == 0) | (code == 1)).all()
    assert net.decode(code).shape == grid.shape
    with torch.no_grad():
        net.remember((torch.rand(300, 40, generator=seeded()) > 0.5).float())
        drawn = net.draw(2, seeded())
        assert torch.equal(drawn, net.draw(2, seeded()))
    assert drawn.shape == (2, 40) and ((drawn == 0) | (drawn == 1)).all()


# ---- where the codes of known shapes lie


def test_a_mixture_draws_from_where_the_codes_are() -> None:
    """Two clusters far apart, one long and one round, one three times as large."""
    first = torch.randn(1500, 3, generator=seeded()) * torch.tensor([3.0, 0.3, 0.3])
    second = torch.randn(500, 3, generator=seeded(1)) + torch.tensor([0.0, 100.0, 0.0])
    mixture = Mixture(3)
    mixture.fit(torch.cat([first, second])[torch.randperm(2000, generator=seeded(2))])
    drawn = mixture.draw(8000, seeded(3))
    above = drawn[:, 1] > 50
    assert above.float().mean().item() == pytest.approx(0.25, abs=0.03)
    for part, known in ((drawn[~above], first), (drawn[above], second)):
        torch.testing.assert_close(part.mean(0), known.mean(0), atol=0.15, rtol=0)
        torch.testing.assert_close(part.T.cov(), known.T.cov(), atol=0.3, rtol=0.1)
    assert torch.equal(drawn, mixture.draw(8000, seeded(3)))


def test_a_mixture_of_few_or_equal_codes_draws_those() -> None:
    """Fewer codes than components, and codes that several shapes share."""
    codes = torch.tensor([[0.0, 0.0], [0.0, 0.0], [0.0, 0.0], [10.0, 0.0]])
    mixture = Mixture(2)
    mixture.fit(codes)
    drawn = mixture.draw(200, seeded())
    away = torch.cdist(drawn, codes).amin(1)
    assert away.max() < 0.01
    assert (drawn[:, 0] > 5).float().mean().item() == pytest.approx(0.25, abs=0.1)
