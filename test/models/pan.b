	switch (t->back) {
	default: Uerror("bad return move");
	case  0: goto R999; /* nothing to undo */

		 /* PROC :init: */

	case 3: // STATE 1
		;
		((P1 *)_this)->n = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 5: // STATE 3
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 6: // STATE 4
		;
		((P1 *)_this)->n = trpt->bup.oval;
		;
		goto R999;

	case 7: // STATE 11
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC Contender */
;
		;
			case 9: // STATE 5
		sv_restor();
		goto R999;

	case 10: // STATE 8
		;
		now.gone = trpt->bup.ovals[1];
	/* 0 */	((P0 *)_this)->p = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
	case 11: // STATE 33
		sv_restor();
		goto R999;
;
		;
			case 13: // STATE 68
		sv_restor();
		goto R999;
;
		;
		;
		;
		;
		
	case 16: // STATE 76
		goto R999;

	case 17: // STATE 78
		;
		now.turnedAway = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 19: // STATE 116
		sv_restor();
		goto R999;
	case 20: // STATE 203
		sv_restor();
		goto R999;
;
		
	case 21: // STATE 204
		goto R999;
;
		
	case 22: // STATE 209
		goto R999;

	case 23: // STATE 207
		;
		now.stakes = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 25: // STATE 244
		sv_restor();
		goto R999;
;
		;
		;
		
	case 27: // STATE 251
		goto R999;
;
		
	case 28: // STATE 258
		goto R999;

	case 29: // STATE 256
		;
		now.owners = trpt->bup.ovals[1];
		now.lock = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
			case 31: // STATE 293
		sv_restor();
		goto R999;

	case 32: // STATE 302
		;
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = trpt->bup.oval;
		;
		goto R999;
;
		
	case 33: // STATE 304
		goto R999;

	case 34: // STATE 307
		;
		now.guard[ Index(now.memory[ Index(((P0 *)_this)->p, 3) ].content, 6) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 36: // STATE 346
		sv_restor();
		goto R999;

	case 37: // STATE 352
		;
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = trpt->bup.oval;
		;
		goto R999;
;
		
	case 38: // STATE 353
		goto R999;
;
		;
			case 40: // STATE 392
		sv_restor();
		goto R999;
;
		
	case 41: // STATE 398
		goto R999;

	case 42: // STATE 400
		;
		now.turnedAway = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 44: // STATE 438
		sv_restor();
		goto R999;
	case 45: // STATE 447
		sv_restor();
		goto R999;
;
		;
		
	case 47: // STATE 450
		;
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = trpt->bup.oval;
		;
		goto R999;

	case 48: // STATE 451
		;
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = trpt->bup.oval;
		;
		goto R999;
;
		
	case 49: // STATE 453
		goto R999;
;
		;
			case 51: // STATE 492
		sv_restor();
		goto R999;
;
		
	case 52: // STATE 498
		goto R999;
;
		
	case 53: // STATE 503
		goto R999;

	case 54: // STATE 501
		;
		now.copies = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 56: // STATE 538
		sv_restor();
		goto R999;
;
		
	case 57: // STATE 544
		goto R999;
;
		
	case 58: // STATE 550
		goto R999;

	case 59: // STATE 548
		;
		now.guard[ Index(now.memory[ Index(((P0 *)_this)->p, 3) ].content, 6) ] = trpt->bup.ovals[1];
		now.copies = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
			case 61: // STATE 585
		sv_restor();
		goto R999;

	case 62: // STATE 593
		;
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = trpt->bup.ovals[2];
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(now.memory[ Index(((P0 *)_this)->p, 3) ].holder, 6) ] = trpt->bup.ovals[1];
		now.guard[ Index(now.memory[ Index(((P0 *)_this)->p, 3) ].holder, 6) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
			case 64: // STATE 628
		sv_restor();
		goto R999;
;
		
	case 65: // STATE 638
		goto R999;
;
		;
			case 67: // STATE 677
		sv_restor();
		goto R999;
;
		
	case 68: // STATE 683
		goto R999;
;
		
	case 69: // STATE 688
		goto R999;

	case 70: // STATE 686
		;
		now.copies = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 72: // STATE 723
		sv_restor();
		goto R999;
;
		
	case 73: // STATE 729
		goto R999;
;
		
	case 74: // STATE 737
		goto R999;

	case 75: // STATE 735
		;
		now.owners = trpt->bup.ovals[2];
		now.lock = trpt->bup.ovals[1];
		now.copies = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
			case 77: // STATE 772
		sv_restor();
		goto R999;

	case 78: // STATE 778
		;
		now.guard[ Index(now.memory[ Index(((P0 *)_this)->p, 3) ].found, 6) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 80: // STATE 813
		sv_restor();
		goto R999;

	case 81: // STATE 822
		;
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = trpt->bup.ovals[3];
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = trpt->bup.ovals[2];
		now.sawChange = trpt->bup.ovals[1];
		now.turnedAway = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;
	case 82: // STATE 841
		sv_restor();
		goto R999;
;
		;
			case 84: // STATE 876
		sv_restor();
		goto R999;
;
		;
		;
		
	case 86: // STATE 883
		goto R999;
;
		;
			case 88: // STATE 922
		sv_restor();
		goto R999;
;
		
	case 89: // STATE 928
		goto R999;
;
		;
			case 91: // STATE 967
		sv_restor();
		goto R999;
;
		;
			case 93: // STATE 1025
		sv_restor();
		goto R999;
;
		;
			case 95: // STATE 1060
		sv_restor();
		goto R999;

	case 96: // STATE 1077
		;
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = trpt->bup.ovals[3];
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = trpt->bup.ovals[2];
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = trpt->bup.ovals[1];
		now.stakes = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;
;
		;
			case 98: // STATE 1112
		sv_restor();
		goto R999;

	case 99: // STATE 1118
		;
		now.busy = trpt->bup.ovals[1];
		((P0 *)_this)->working = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
			case 101: // STATE 1131
		sv_restor();
		goto R999;
	case 102: // STATE 1140
		sv_restor();
		goto R999;
;
		;
			case 104: // STATE 1175
		sv_restor();
		goto R999;
	case 105: // STATE 1260
		sv_restor();
		goto R999;
;
		
	case 106: // STATE 1261
		goto R999;
;
		
	case 107: // STATE 1266
		goto R999;

	case 108: // STATE 1264
		;
		now.stakes = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 110: // STATE 1301
		sv_restor();
		goto R999;

	case 111: // STATE 1308
		;
		now.guard[ Index(now.memory[ Index(((P0 *)_this)->p, 3) ].mine, 6) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 113: // STATE 1343
		sv_restor();
		goto R999;
;
		
	case 114: // STATE 1348
		goto R999;
;
		;
			case 116: // STATE 1384
		sv_restor();
		goto R999;

	case 117: // STATE 1390
		;
		now.lock = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 119: // STATE 1425
		sv_restor();
		goto R999;

	case 120: // STATE 1431
		;
		now.guard[ Index(now.memory[ Index(((P0 *)_this)->p, 3) ].mine, 6) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 122: // STATE 1466
		sv_restor();
		goto R999;

	case 123: // STATE 1472
		;
		now.stakes = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 125: // STATE 1507
		sv_restor();
		goto R999;
;
		;
			case 127: // STATE 1545
		sv_restor();
		goto R999;
	case 128: // STATE 1572
		sv_restor();
		goto R999;

	case 129: // STATE 1577
		;
		now.guard[ Index(now.memory[ Index(((P0 *)_this)->p, 3) ].holder, 6) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 131: // STATE 1612
		sv_restor();
		goto R999;

	case 132: // STATE 1619
		;
		now.guard[ Index(now.memory[ Index(((P0 *)_this)->p, 3) ].found, 6) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 134: // STATE 1654
		sv_restor();
		goto R999;

	case 135: // STATE 1660
		;
		now.stakes = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 137: // STATE 1695
		sv_restor();
		goto R999;

	case 138: // STATE 1702
		;
		now.stakes = trpt->bup.oval;
		;
		goto R999;
;
		;
			case 140: // STATE 1737
		sv_restor();
		goto R999;
;
		;
		
	case 142: // STATE 1750
		;
		((P0 *)_this)->i = trpt->bup.ovals[7];
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = trpt->bup.ovals[6];
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = trpt->bup.ovals[5];
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = trpt->bup.ovals[4];
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = trpt->bup.ovals[3];
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = trpt->bup.ovals[2];
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = trpt->bup.ovals[1];
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 8);
		goto R999;

	case 143: // STATE 1753
		;
		((P0 *)_this)->i = trpt->bup.ovals[1];
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 144: // STATE 1762
		;
		now.busy = trpt->bup.ovals[2];
		((P0 *)_this)->working = trpt->bup.ovals[1];
		((P0 *)_this)->i = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 146: // STATE 1770
		;
		p_restor(II);
		;
		;
		goto R999;
	}

