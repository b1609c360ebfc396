/* Search, filters, deep links and printing. ECMAScript 5; without it everything is there and readable. */
(function () {
  "use strict";
  var form = document.getElementById("filter");
  var query = document.getElementById("q");
  var force = document.getElementById("force");
  var point = document.getElementById("point");
  var state = document.getElementById("state");
  var boxes = listed(form.querySelectorAll("input[name=o]"));
  var sections = listed(document.querySelectorAll(".point"));
  var cards = [];
  var opened = null;

  function listed(nodes) {
    return Array.prototype.slice.call(nodes);
  }

  function gather() {
    var i, k, found, look;
    for (i = 0; i < sections.length; i++) {
      found = sections[i].querySelectorAll("article,details");
      for (k = 0; k < found.length; k++) {
        look = found[k].className;
        cards.push({ node: found[k], outcome: look.charAt(0), force: look.charAt(1), section: i, text: null });
      }
    }
  }

  /* a long report names records by number: give each its title and days, as a short one has them */
  function nameRecords() {
    listed(document.querySelectorAll(".point dd>a")).forEach(function (link) {
      var entry = document.getElementById(link.getAttribute("href").slice(1));
      if (entry && "e" + link.textContent === entry.id) {
        link.textContent = entry.querySelector("h3 span").textContent;
      }
    });
  }

  /* a long report says a text once that several findings share: say it at each of them */
  function repeatTexts() {
    listed(document.querySelectorAll(".point dd>a")).forEach(function (link) {
      var name = link.getAttribute("href").slice(1);
      if (name.charAt(0) === "s") {
        link.parentNode.textContent = document.getElementById(name).textContent;
      }
    });
  }

  function textOf(card) {
    if (card.text === null) {
      card.text = card.node.textContent.toLowerCase();
    }
    return card.text;
  }

  function wanted() {
    var outcomes = {};
    boxes.forEach(function (box) {
      if (box.checked) {
        outcomes[box.value] = true;
      }
    });
    return outcomes;
  }

  function matches(card, outcomes, terms) {
    if (!outcomes[card.outcome] || (force.value && card.force !== force.value)) {
      return false;
    }
    if (point.value && sections[card.section].id !== point.value) {
      return false;
    }
    return terms.every(function (term) {
      return textOf(card).indexOf(term) >= 0;
    });
  }

  function apply() {
    var outcomes = wanted();
    var terms = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    var left = sections.map(function () { return 0; });
    var shown = 0;
    cards.forEach(function (card) {
      var on = matches(card, outcomes, terms);
      if (card.node.hidden === on) {
        card.node.hidden = !on;
      }
      if (on) {
        shown++;
        left[card.section]++;
      }
    });
    sections.forEach(function (section, i) {
      section.hidden = left[i] === 0;
    });
    tell(shown);
  }

  function tell(shown) {
    if (shown === cards.length) {
      state.textContent = "";
    } else if (shown === 0) {
      state.textContent = state.getAttribute("data-none");
    } else {
      state.textContent = state.getAttribute("data-said").replace("{n}", shown).replace("{m}", cards.length);
    }
  }

  function clear() {
    query.value = "";
    force.value = "";
    point.value = "";
    boxes.forEach(function (box) { box.checked = true; });
    apply();
  }

  function only(code, section) {
    clear();
    boxes.forEach(function (box) { box.checked = box.value === code; });
    point.value = section;
    apply();
  }

  function openAll(on) {
    listed(document.querySelectorAll(".point details")).forEach(function (each) { each.open = on; });
  }

  function reveal() {
    var name = window.location.hash.slice(1);
    var target, node;
    try {
      target = name && document.getElementById(decodeURIComponent(name));
    } catch (broken) {
      target = null;
    }
    if (!target) {
      return;
    }
    node = target.parentNode;
    if (target.hidden || (node && node.hidden)) {
      clear();
    }
    if (target.tagName === "DETAILS") {
      target.open = true;
    }
    for (; node; node = node.parentNode) {
      if (node.tagName === "DETAILS") {
        node.open = true;
      }
    }
    target.scrollIntoView();
  }

  function beforePrint() {
    if (opened === null) {
      opened = listed(document.querySelectorAll("details:not([open])"));
      opened.forEach(function (each) { each.open = true; });
    }
  }

  function afterPrint() {
    if (opened !== null) {
      opened.forEach(function (each) { each.open = false; });
      opened = null;
    }
  }

  repeatTexts();
  nameRecords();
  gather();
  form.hidden = false;
  query.addEventListener("input", apply);
  form.addEventListener("change", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function (event) {
    event.preventDefault();
    clear();
  });
  document.getElementById("open").addEventListener("click", function () { openAll(true); });
  document.getElementById("shut").addEventListener("click", function () { openAll(false); });
  listed(document.querySelectorAll("a[data-to]")).forEach(function (link) {
    link.addEventListener("click", function () {
      only(link.getAttribute("data-to"), link.getAttribute("href").slice(1));
    });
  });
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", beforePrint);
  window.addEventListener("afterprint", afterPrint);
  if (window.matchMedia && window.matchMedia("print").addListener) {
    window.matchMedia("print").addListener(function (media) {
      (media.matches ? beforePrint : afterPrint)();
    });
  }
  reveal();
}());
